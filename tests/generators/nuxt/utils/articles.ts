const files = import.meta.glob("../content/*.json", { eager: true, import: "default" });

export const articles: any[] = Object.values(files).sort((a: any, b: any) => (a.date < b.date ? 1 : -1));
