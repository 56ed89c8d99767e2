import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    maxWidth: '760px',
    alignItems: 'start',
  },
});

/** Boxes of a form side by side, as many as the window has room for. */
export function FormGrid(props: { readonly children: ReactNode }) {
  return <div className={useStyles().grid}>{props.children}</div>;
}
