import { z } from 'zod';

export const cloudIdSchema = z.enum(['practice', 'public', 'usGovernment', 'china']);
export type CloudId = z.infer<typeof cloudIdSchema>;

/** Endpoints of one cloud. For practice they are known only after the local Azure has started. */
export interface CloudEndpoints {
  readonly authority: string;
  readonly resourceManager: string;
  readonly graph: string;
  readonly storageSuffix: string;
  readonly portal: string;
}

/** Public constants of the sovereign clouds (import-export.md 4.4, offline-backup.md 5.6). */
export const knownCloudEndpoints: Readonly<Record<Exclude<CloudId, 'practice'>, CloudEndpoints>> = {
  public: {
    authority: 'https://login.microsoftonline.com',
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    storageSuffix: 'core.windows.net',
    portal: 'https://portal.azure.com',
  },
  usGovernment: {
    authority: 'https://login.microsoftonline.us',
    resourceManager: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    storageSuffix: 'core.usgovcloudapi.net',
    portal: 'https://portal.azure.us',
  },
  china: {
    authority: 'https://login.chinacloudapi.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    storageSuffix: 'core.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
  },
};
