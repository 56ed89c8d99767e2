import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** Heading (h2) of a part of a page. */
export function SectionTitle(props: { readonly id?: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <h2 {...(props.id === undefined ? {} : { id: props.id })} className={styles.title}>
      {props.children}
    </h2>
  );
}
