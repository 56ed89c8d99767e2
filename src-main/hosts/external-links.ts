/** Pages outside the wizard that it may open, by name; the page sends a name, never a URL. */
const links = {
  portal: 'https://portal.azure.com/',
  importExportHelp: 'https://learn.microsoft.com/azure/import-export/storage-import-export-service',
  offlineBackupHelp: 'https://learn.microsoft.com/azure/backup/offline-backup-overview',
  supportedDrives: 'https://learn.microsoft.com/azure/import-export/storage-import-export-requirements',
} as const;

export type LinkName = keyof typeof links;

const allowedHosts: ReadonlySet<string> = new Set([
  'portal.azure.com',
  'portal.azure.us',
  'portal.azure.cn',
  'learn.microsoft.com',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
  'microsoft.com',
]);

/** True for https pages of hosts we know, without credentials or a port of their own. */
export function isAllowedLink(url: URL): boolean {
  return (
    url.protocol === 'https:' &&
    allowedHosts.has(url.hostname) &&
    url.username === '' &&
    url.password === '' &&
    url.port === ''
  );
}

/**
 * @param open the host's way to the system browser
 * @throws Error when a link is not allowed, which is a bug: names lead to constants
 */
export async function openNamedLink(name: LinkName, open: (url: URL) => Promise<void>): Promise<void> {
  const url = new URL(links[name]);
  if (!isAllowedLink(url)) throw new Error(`The link ${name} leads to a host that is not allowed`);
  await open(url);
}
