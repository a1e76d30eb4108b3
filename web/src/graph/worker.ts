/** The layout's worker, a file of the server's. */

export const layoutWorker = (): Worker => new Worker(LAYOUT_WORKER);
