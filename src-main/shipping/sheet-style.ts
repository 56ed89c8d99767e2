import { Html } from './html.ts';

/** Style of the printed sheet: A4 and Letter, black on white, one label page after the list. */
export const sheetStyle = new Html(`<style>
  @page { margin: 15mm; }
  body { font: 11pt/1.4 system-ui, "Segoe UI", sans-serif; color: #000; max-width: 190mm; margin: 0 auto; }
  h1 { font-size: 18pt; margin: 0; }
  h2 { font-size: 12pt; margin: 5mm 0 1mm; border-bottom: 1px solid #000; }
  section { break-inside: avoid; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 1mm 2mm; border-bottom: 1px solid #999; }
  .number { text-align: right; white-space: nowrap; }
  .code { font-family: ui-monospace, Consolas, monospace; }
  .facts { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm; margin: 3mm 0 0; }
  .columns { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6mm; }
  dt { font-weight: 600; }
  dd { margin: 0 0 1mm; overflow-wrap: anywhere; }
  .facts dd { margin: 0; }
  address { font-style: normal; }
  .notice { border: 2px solid #000; padding: 2mm; white-space: pre-line; }
  .quiet { color: #444; margin: 1mm 0; }
  .checks { list-style: none; padding: 0; }
  .box { display: inline-block; width: 3.5mm; height: 3.5mm; border: 1px solid #000; margin-right: 3mm; vertical-align: -0.5mm; }
  .labels { break-before: page; break-inside: auto; }
  .cards { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; }
  .label { border: 1px dashed #000; padding: 4mm; display: grid; gap: 1mm; break-inside: avoid; font-size: 13pt; }
</style>`);
