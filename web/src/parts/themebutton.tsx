/** Light or dark, at a press. */
import { useState } from "preact/hooks";
import { theme, toggleTheme } from "../theme";

export function ThemeButton() {
  const [current, setCurrent] = useState(theme);
  const other = current === "dark" ? "light" : "dark";
  const toggle = () => {
    toggleTheme();
    setCurrent(theme());
  };
  return (
    <button type="button" class="plain icon" onClick={toggle} aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}
