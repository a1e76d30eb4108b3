/** The layout's worker, from its source: a file opened from a disk may load no other. */

export const layoutWorker = (): Worker =>
  new Worker(URL.createObjectURL(new Blob([LAYOUT_SOURCE], { type: "text/javascript" })));
