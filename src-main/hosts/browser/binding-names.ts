/** Names in the page: the raw binding (gone before the page's own scripts run), where answers arrive, and the bridge. */
export const bindingName = '__offlineBackupSend';
export const receiverName = '__offlineBackupReceive';
export const bridgeName = 'offlineBackup';
