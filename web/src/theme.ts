/** Light or dark: the system's choice until the reader makes one, which is kept in the browser. */

export type Theme = "light" | "dark";
const KEY = "newskg-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
export const THEME_CHANGED = "newskg:theme";

function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}

export const theme = (): Theme => chosen() ?? (dark.matches ? "dark" : "light");

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = theme();
  dispatchEvent(new Event(THEME_CHANGED));
}

export function toggleTheme(): void {
  try {
    localStorage.setItem(KEY, theme() === "dark" ? "light" : "dark");
  } catch {
    document.documentElement.dataset["theme"] = theme() === "dark" ? "light" : "dark";
  }
  applyTheme();
}

dark.addEventListener("change", applyTheme);

/** A colour of the style sheet, for what is drawn on a canvas. */
export const styled = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
