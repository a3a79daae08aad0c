const files = import.meta.glob("../../content/*.json", { eager: true, import: "default" });

export const articles = Object.values(files).sort((a, b) => (a.date < b.date ? 1 : -1));
