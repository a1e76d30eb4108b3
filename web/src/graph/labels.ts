/** Where names stand in the picture: beside their dot where nothing else is, else not at all. */

export interface Box { left: number; top: number; right: number; bottom: number }

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The room that is taken in one drawing of the picture: by names, and by dots, which may be hidden if need be. */
export class Room {
  private readonly names = new Map<string, Box[]>();
  private readonly dots = new Map<string, Box[]>();

  constructor(private readonly width: number, private readonly height: number) {}

  takeDot(box: Box): void {
    take(this.dots, box);
  }

  takeName(box: Box): void {
    take(this.names, box);
  }

  /** Finds room for a name beside a dot: right, left, above, below; nothing if there is none. */
  place(x: number, y: number, size: number, width: number, height: number): Box | null {
    const gap = size + 4;
    const half = height / 2;
    const corners: [number, number][] = [
      [x + gap, y - half], [x - gap - width, y - half], [x - width / 2, y - gap - height], [x - width / 2, y + gap],
    ];
    const boxes = corners
      .map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }))
      .filter((box) => box.left > 2 && box.top > 2 && box.right < this.width - 2 && box.bottom < this.height - 2)
      .filter((box) => isFree(this.names, box));
    const chosen = boxes.find((box) => isFree(this.dots, box)) ?? boxes[0] ?? null;
    if (chosen) this.takeName(chosen);
    return chosen;
  }
}

function take(taken: Map<string, Box[]>, box: Box): void {
  for (const cell of cells(box)) {
    const there = taken.get(cell);
    if (there) there.push(box);
    else taken.set(cell, [box]);
  }
}

const isFree = (taken: Map<string, Box[]>, box: Box): boolean =>
  cells(box).every((cell) => !taken.get(cell)?.some((other) => overlaps(box, other)));

const CELL = 80;

function cells({ left, top, right, bottom }: Box): string[] {
  const found: string[] = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) found.push(`${x} ${y}`);
  }
  return found;
}
