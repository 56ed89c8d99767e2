import { formatBytes, formatExactBytes } from '../../src-shared/locales/format.ts';
import { useLanguage } from '../app/use-language.ts';

export interface ByteSizeProps {
  readonly bytes: number;
  /** Adds "per second". */
  readonly perSecond?: boolean;
}

/** Size in decimal units as on drive labels (French: Go, To); the exact number of bytes on hover. */
export function ByteSize(props: ByteSizeProps) {
  const language = useLanguage();
  return (
    <span title={formatExactBytes(props.bytes, language)}>
      {formatBytes(props.bytes, language)}
      {props.perSecond ? '/s' : ''}
    </span>
  );
}
