/** Electron IPC channel names: one pipe in, one pipe out. The contract's own names travel inside. */
export const invokeChannel = 'offline-backup:invoke';
export const eventChannel = 'offline-backup:event';
