/** Saved queries: kept by name in this browser. */

const KEY = "newskg-queries";

export function readSaved(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, string>) : {};
  } catch {
    return {};
  }
}

export function writeSaved(queries: Record<string, string>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // storage is off or full: the queries last as long as the page
  }
}
