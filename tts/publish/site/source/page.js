// What a page does beyond reading and listening: print and copy.
// Everything works without it, or is not shown.

const all = (selector) => [...document.querySelectorAll(selector)];

// --- buttons ---

const actions = {
  print: () => window.print(),
  copy: async (button) => {
    const field = document.getElementById("feed");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // plain http has no clipboard
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  },
};

const begin = () => {
  for (const button of all("[data-do]")) {
    button.hidden = false;
    button.onclick = () => actions[button.dataset.do](button);
  }
};
begin();
document.addEventListener("pagecast:page", begin); // another page came into this one
