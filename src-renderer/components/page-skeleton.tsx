import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '720px' },
  title: { width: '280px', height: '36px' },
  line: { height: '16px' },
  block: { height: '120px' },
});

/** Structure of a page while its data is on the way. */
export function PageSkeleton(props: { readonly label: string }) {
  const styles = useStyles();
  return (
    <Skeleton className={styles.root} aria-label={props.label}>
      <SkeletonItem className={styles.title} />
      <SkeletonItem className={styles.line} />
      <SkeletonItem className={styles.block} />
      <SkeletonItem className={styles.block} />
    </Skeleton>
  );
}
