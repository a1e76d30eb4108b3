/** What a page shows before, instead of and for lack of its content. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError, keepToken } from "../api";

export function Loading({ what = "Loading" }: { what?: string }) {
  return <p class="state" role="status">{what} …</p>;
}

export function Failure({ error, again }: { error: Error; again?: () => void }) {
  if (error instanceof ApiError && error.status === 401) return <TokenForm />;
  return (
    <div class="state failure" role="alert">
      <p><strong>That did not work.</strong> {error.message}</p>
      <p class="actions">
        {again && <button type="button" onClick={again}>Try again</button>}
        <a href="/">Ask a question</a>
        <a href="/overview">See what the graph holds</a>
      </p>
    </div>
  );
}

function TokenForm() {
  return (
    <form class="state failure" onSubmit={(event) => {
      event.preventDefault();
      keepToken(new FormData(event.currentTarget).get("token")?.toString().trim() ?? "");
      location.reload();
    }}>
      <p><strong>This server answers holders of a token only.</strong></p>
      <p class="actions">
        <label>Token <input type="password" name="token" required autocomplete="off" placeholder="nkg_…" /></label>
        <button class="primary">Use it</button>
      </p>
      <p class="soft small">Whoever runs the server makes one with <code>kg token create</code>. It is kept until you close the tab.</p>
    </form>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="state empty">{children}</div>;
}

interface Loaded<T> { value: T | null; error: Error | null; loading: boolean; again: () => void }

/** Loads a value, and anew when `key` changes; what comes too late is dropped. */
export function useLoaded<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: Error | null }>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (key === null) return;
    let current = true;
    load().then(
      (value) => current && setState({ key, value, error: null }),
      (error: Error) => current && setState({ key, value: null, error }),
    );
    return () => void (current = false);
  }, [key, turn]);
  const mine = state?.key === key;
  return {
    value: mine ? state.value : null,
    error: mine ? state.error : null,
    loading: key !== null && !mine,
    again: () => {
      setState(undefined);
      setTurn(turn + 1);
    },
  };
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · newskg` : "newskg";
  }, [title]);
}
