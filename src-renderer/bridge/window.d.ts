import type { Bridge } from '../../src-shared/contract/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload, before any script of the page runs. */
    readonly offlineBackup: Bridge;
  }
}
