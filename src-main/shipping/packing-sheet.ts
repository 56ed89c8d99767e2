import { isAbsolute, join } from 'node:path';
import { deadlinesOf } from '../../src-shared/domain/deadlines.ts';
import type { ImportJobRecord, JobSnapshot, PreparedDrive } from '../../src-shared/domain/job.ts';
import { drivesToShip } from '../../src-shared/domain/shipping-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { type Html, html } from './html.ts';
import { dayOf, labelSize, returnAddressLines, shipToLines } from './sheet-facts.ts';
import { sheetStyle } from './sheet-style.ts';

interface Sheet {
  readonly job: JobSnapshot;
  readonly importJob: ImportJobRecord;
  readonly drives: readonly PreparedDrive[];
  readonly now: Date;
  /** Words below `shippingSheet`. */
  readonly word: Translate;
}

const checks = [
  'onlyDrives',
  'label',
  'antiStatic',
  'noCables',
  'packingList',
  'tracking',
  'customs',
] as const;

/**
 * Writes the packing list, the drive labels and the checklist as one self-contained HTML file, ready to print.
 * @returns path of the file
 * @throws AppError `folder.notFound`, `folder.notWritable`
 */
export async function writePackingSheet(
  job: JobSnapshot,
  importJob: ImportJobRecord,
  folder: string,
  now: Date,
  translate: Translate,
): Promise<string> {
  const path = join(folder, `${importJob.name.replace(/[^A-Za-z0-9-]/g, '_')}-packing-list.html`);
  const page = packingSheetPage(job, importJob, now, translate);
  try {
    if (!isAbsolute(folder)) throw Object.assign(new Error('Not a folder'), { code: 'ENOTDIR' });
    await writeFileAtomically(path, page, 0o644);
  } catch (error) {
    throw folderError(error, folder);
  }
  return path;
}

/** The page as text. Everything that comes from jobs, drives or Azure is escaped; it loads nothing. */
function packingSheetPage(
  job: JobSnapshot,
  importJob: ImportJobRecord,
  now: Date,
  translate: Translate,
): string {
  const word: Translate = (key, params) => translate(`shippingSheet.${key}`, params);
  const sheet: Sheet = { job, importJob, drives: drivesToShip(job), now, word };
  const title = word('documentTitle', { importJob: importJob.name });
  return html`<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${sheetStyle}
</head>
<body>
<header><h1>${word('packingList')}</h1><p>${word('putInside')}</p></header>
${facts(sheet)}
${driveTable(sheet)}
<div class="columns">${shipTo(sheet)}${returnTo(sheet)}${delivery(sheet)}</div>
${deadlines(sheet)}
${checklist(sheet)}
${labels(sheet)}
</body>
</html>
`.text;
}

function definition(name: string, value: string): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function addressBlock(lines: readonly string[]): Html {
  return html`<address>${lines.map((line) => html`<div>${line}</div>`)}</address>`;
}

function facts({ job, importJob, now, word }: Sheet): Html {
  return html`<dl class="facts">${[
    definition(word('importJob'), importJob.name),
    definition(word('computer'), job.machineName),
    definition(word('storageAccount'), importJob.storageAccount),
    definition(word('container'), importJob.container),
  ]}</dl><p class="quiet">${word('printedOn', { date: dayOf(now.toISOString()) })}</p>`;
}

function driveTable({ drives, word }: Sheet): Html {
  const rows = drives.map(
    ({ identity, bytes }, index) =>
      html`<tr><td>${String(index + 1)}</td><td class="code">${identity.serial}</td><td>${identity.model}</td>
<td class="number">${labelSize(identity.sizeBytes)}</td><td class="number">${labelSize(bytes)}</td></tr>`,
  );
  const heads = ['number', 'serial', 'model'].map((key) => html`<th>${word(key)}</th>`);
  const numberHeads = ['size', 'data'].map((key) => html`<th class="number">${word(key)}</th>`);
  return html`<section><h2>${word('drives')} (${word('drivesCount', { count: drives.length })})</h2>
<table><thead><tr>${heads}${numberHeads}</tr></thead><tbody>${rows}</tbody></table>
<p>${word('onlyThisJob')}</p></section>`;
}

function shipTo({ importJob, word }: Sheet): Html {
  const { notice } = importJob.shipTo;
  const warning = notice === '' ? [] : [html`<p class="notice"><b>${word('notice')}:</b> ${notice}</p>`];
  return html`<section><h2>${word('shipTo')}</h2>${addressBlock(shipToLines(importJob.shipTo))}${warning}</section>`;
}

function returnTo({ job, word }: Sheet): Html {
  const { returnAddress, returnShipping } = job.shipping ?? {};
  const address =
    returnAddress === undefined
      ? html`<p>${word('notYetKnown')}</p>`
      : addressBlock(returnAddressLines(returnAddress, word));
  const carrier =
    returnShipping === undefined
      ? []
      : [
          definition(word('returnCarrier'), returnShipping.carrierName),
          definition(word('returnAccount'), returnShipping.carrierAccountNumber),
        ];
  return html`<section><h2>${word('returnTo')}</h2>${address}<dl>${carrier}</dl></section>`;
}

function delivery({ job, word }: Sheet): Html {
  const sent = job.shipping?.deliveryPackage;
  const unknown = word('notYetKnown');
  return html`<section><h2>${word('delivery')}</h2><dl>${[
    definition(word('carrier'), sent?.carrierName ?? unknown),
    definition(word('trackingNumber'), sent?.trackingNumber ?? unknown),
    definition(word('shipDate'), sent?.shipDate ?? unknown),
  ]}</dl></section>`;
}

/** Both two-week clocks (R172, R182): the running one with its date, the coming one as its rule. */
function deadlines({ job, now, word }: Sheet): Html {
  const running = deadlinesOf(job, now);
  const items = running.map(
    ({ code, dueAt }) => html`<li>${word(`deadline.${code}`, { date: dayOf(dueAt) })}</li>`,
  );
  const isDrivesDueRunning = running.some(({ code }) => code === 'drivesDue');
  const rule = isDrivesDueRunning ? [] : [html`<li>${word('drivesDueRule')}</li>`];
  return html`<section><h2>${word('deadlines')}</h2><ul>${[...items, ...rule]}</ul></section>`;
}

function checklist({ word }: Sheet): Html {
  const items = checks.map((check) => html`<li><span class="box"></span>${word(`check.${check}`)}</li>`);
  return html`<section><h2>${word('checklist')}</h2><ul class="checks">${items}</ul></section>`;
}

function labels({ drives, importJob, word }: Sheet): Html {
  const total = drives.length;
  const cards = drives.map(
    ({ identity }, index) =>
      html`<div class="label"><b>${importJob.name}</b><span class="code">${identity.serial}</span>
<span>${word('driveOf', { number: index + 1, total })}</span></div>`,
  );
  return html`<section class="labels"><h2>${word('labels')}</h2><p>${word('labelsHint')}</p>
<div class="cards">${cards}</div></section>`;
}

/** Turns a file system's refusal into one that names the folder. */
function folderError(error: unknown, folder: string): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return new AppError({
    kind: 'environment',
    code: isMissing ? 'folder.notFound' : 'folder.notWritable',
    params: { path: folder, reason: code },
    field: 'folder',
    retry: 'choose-again',
    cause: error,
  });
}
