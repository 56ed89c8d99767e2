/** Keeps the computer awake while long work runs; the display may sleep. */
export interface PowerBlocker {
  /** @returns a function that allows sleep again; calling it twice is harmless */
  block(): () => void;
}
