import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportJobRecord, JobSnapshot } from '../../src-shared/domain/job.ts';
import { drivesToShip } from '../../src-shared/domain/shipping-rules.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import type { CommittedDetails } from './committed-details.ts';
import { returnAddressLines, shipToLines } from './sheet-facts.ts';

/**
 * Keeps what was sent, once for programs (JSON) and once for people (text), as the copy that R181 asks for. Writing it again for
 * the same job replaces it.
 * @returns path of the text
 */
export async function writeReceipt(
  dataFolder: string,
  job: JobSnapshot,
  importJob: ImportJobRecord,
  details: CommittedDetails,
  committedAt: Date,
  translate: Translate,
): Promise<string> {
  const folder = join(dataFolder, 'shipping');
  await mkdir(folder, { recursive: true });
  const base = join(folder, `${importJob.name.replace(/[^A-Za-z0-9-]/g, '_')}-${job.id.slice(0, 8)}`);
  const serials = drivesToShip(job).map(({ identity }) => identity.serial);
  const record = {
    importJob: importJob.name,
    subscriptionId: importJob.subscriptionId,
    resourceGroup: importJob.resourceGroup,
    committedAt: committedAt.toISOString(),
    drives: serials,
    shipTo: importJob.shipTo,
    ...details,
  };
  await writeFileAtomically(`${base}.json`, `${JSON.stringify(record, undefined, 2)}\n`);
  const text = receiptText(importJob, details, serials, committedAt, translate);
  await writeFileAtomically(`${base}.txt`, text);
  return `${base}.txt`;
}

function receiptText(
  importJob: ImportJobRecord,
  { deliveryPackage, returnAddress, returnShipping }: CommittedDetails,
  serials: readonly string[],
  committedAt: Date,
  translate: Translate,
): string {
  const word: Translate = (key, params) => translate(`shippingSheet.${key}`, params);
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  return [
    word('receiptTitle', { importJob: importJob.name }),
    word('committedAt', { date: committedAt.toISOString() }),
    '',
    `${word('carrier')}: ${deliveryPackage.carrierName}`,
    `${word('trackingNumber')}: ${deliveryPackage.trackingNumber}`,
    `${word('shipDate')}: ${deliveryPackage.shipDate}`,
    '',
    `${word('drives')}: ${word('drivesCount', { count: serials.length })}`,
    ...indented(serials),
    '',
    `${word('shipTo')}:`,
    ...indented(shipToLines(importJob.shipTo)),
    ...indented(importJob.shipTo.notice.split('\n').filter((line) => line !== '')),
    '',
    `${word('returnTo')}:`,
    ...indented(returnAddressLines(returnAddress, word)),
    `${word('returnCarrier')}: ${returnShipping.carrierName}`,
    `${word('returnAccount')}: ${returnShipping.carrierAccountNumber}`,
    '',
  ].join('\n');
}
