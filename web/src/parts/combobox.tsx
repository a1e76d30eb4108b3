/** A text box with suggestions, as the ARIA combobox pattern has it. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

interface Props<T> {
  label: string;
  placeholder?: string;
  value?: string;
  /** Asked for suggestions 120 ms after the last key. */
  suggest: (typed: string, signal: AbortSignal) => Promise<T[]>;
  text: (item: T) => string;
  show?: (item: T) => ComponentChildren;
  onPick: (item: T) => void;
  /** Enter without a suggestion chosen; without this the first one is picked. */
  onEnter?: (typed: string) => void;
  clearOnPick?: boolean;
  maxLength?: number;
  autofocus?: boolean;
  emptyText?: string;
}

export function Combobox<T>(props: Props<T>) {
  const [typed, setTyped] = useState(props.value ?? "");
  const [items, setItems] = useState<T[]>([]);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [asked, setAsked] = useState<string | null>(null);
  const id = useId();
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => setTyped(props.value ?? ""), [props.value]);
  useEffect(() => {
    if (props.autofocus && matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, []);
  useEffect(() => {
    if (asked === null || asked.trim().length < 1) {
      setItems([]);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      props.suggest(asked, control.signal).then(
        (found) => {
          setItems(found);
          setActive(-1);
          setOpen(true);
        },
        () => undefined, // a newer key took over, or the server is gone: the page itself says so
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [asked]);

  const pick = (item: T) => {
    setTyped(props.clearOnPick ? "" : props.text(item));
    setAsked(null);
    setOpen(false);
    props.onPick(item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!items.length) return;
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if (event.key === "Enter") {
      const item = items[active] ?? (props.onEnter ? undefined : items[0]);
      if (item !== undefined && open) {
        event.preventDefault();
        pick(item);
      } else if (props.onEnter) {
        event.preventDefault();
        setAsked(null);
        setOpen(false);
        props.onEnter(typed);
      }
    } else if (event.key === "Escape") {
      setOpen(false);
    }
  };
  const shown = open && items.length > 0;
  const nothing = open && asked !== null && asked.trim() !== "" && !items.length && props.emptyText;
  return (
    <div class="combobox">
      <input ref={box} type="text" role="combobox" aria-label={props.label} placeholder={props.placeholder}
        aria-expanded={shown} aria-controls={`${id}-list`} aria-autocomplete="list" autocomplete="off"
        spellcheck={false} maxLength={props.maxLength ?? 300}
        aria-activedescendant={active >= 0 && shown ? `${id}-${active}` : undefined}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAsked(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setTimeout(() => setOpen(false), 150)} />
      <ul id={`${id}-list`} role="listbox" aria-label={`${props.label}: suggestions`} hidden={!shown}>
        {items.map((item, n) => (
          <li key={n} id={`${id}-${n}`} role="option" aria-selected={n === active}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(item);
            }}>
            {props.show ? props.show(item) : props.text(item)}
          </li>
        ))}
      </ul>
      {nothing && <p class="nothing" role="status">{props.emptyText}</p>}
    </div>
  );
}
