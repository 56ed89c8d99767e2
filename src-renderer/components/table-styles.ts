import { makeStyles, tokens } from '@fluentui/react-components';

/** Cells of every table: as high as their text, read from the top; numbers end at the right, their heading above them. */
export const useTableStyles = makeStyles({
  cell: {
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    verticalAlign: 'top',
    height: 'auto',
  },
  /** For long lists. */
  dense: { paddingTop: tokens.spacingVerticalXS, paddingBottom: tokens.spacingVerticalXS },
  anywhere: { overflowWrap: 'anywhere' },
  right: { textAlign: 'right' },
  /** For the button inside a heading. */
  end: { justifyContent: 'flex-end' },
});
