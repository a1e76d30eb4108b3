/** Values as a reader likes them. */
import type { Scalar, Status } from "./api";

const SCALES: [number, string][] = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

export function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 });
}

/** 67200000000 as "67.2 billion". */
export function scaled(value: number): string {
  const scale = SCALES.find(([size]) => Math.abs(value) >= size);
  return scale ? `${number(value / scale[0])} ${scale[1]}` : number(value);
}

export function quantity(value: number | null, unit: string | null): string {
  if (value === null) return "";
  if (unit === "percent") return `${number(value)} %`;
  return unit ? `${scaled(value)} ${unit}` : scaled(value);
}

export function ranked(rank: number | null, of: number | null): string {
  return rank === null ? "" : of === null ? `no. ${rank}` : `no. ${rank} of ${of}`;
}

export function cell(value: Scalar): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? number(value) : value;
}

/** "ResearchInstitute" as "Research institute". */
export function typeName(type: string): string {
  const words = type.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words || "Unknown type";
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function local(iri: string): string {
  const bare = iri.replace(/[#/]+$/, "");
  return decodeURIComponentSafe(bare.slice(Math.max(bare.lastIndexOf("#"), bare.lastIndexOf("/")) + 1));
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const STATUSES: Status[] = ["actual", "planned", "denied"];

export function month(date: string): string {
  const [year, part] = date.split("-");
  const name = part ? new Date(`${year}-${part}-01T00:00:00Z`) : null;
  return name ? name.toLocaleDateString("en", { month: "short", year: "numeric", timeZone: "UTC" }) : date;
}
