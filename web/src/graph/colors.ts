/** One colour a type, readable on the light and the dark ground alike. */

const COLORS: Record<string, string> = {
  Person: "#d1495b",
  Company: "#2b7bba",
  University: "#7a5cc7",
  ResearchInstitute: "#a77bdc",
  GovernmentBody: "#64788a",
  Organization: "#2a9d8f",
  Country: "#98791f",
  Region: "#b58e2c",
  City: "#c99a1e",
  Place: "#93924a",
  Program: "#dc7633",
  Product: "#3f9a44",
  Work: "#b0578d",
  Event: "#d867a3",
};
const OTHERS = ["#4c78a8", "#c27b4b", "#5a9e6f", "#b0578d", "#8a7cc0", "#a08a3c", "#5b9aa8", "#b8606a"];

export function typeColor(type: string): string {
  const known = COLORS[type];
  if (known) return known;
  let sum = 0;
  for (const char of type) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return OTHERS[sum % OTHERS.length] ?? "#7a858c";
}
