import type { JobId } from '../../src-shared/domain/ids.ts';
import { Print20Regular } from './icons.ts';
import { SaveIntoFolder } from './save-into-folder.tsx';

/** Writes packing list and label as one sheet into a folder, ready to open and print. */
export function SheetPrinter(props: { readonly jobId: JobId }) {
  return (
    <SaveIntoFolder
      call="shipping.printSheet"
      inputFor={(folder) => ({ jobId: props.jobId, folder })}
      wordsKey="shipping.sheet"
      icon={<Print20Regular />}
    />
  );
}
