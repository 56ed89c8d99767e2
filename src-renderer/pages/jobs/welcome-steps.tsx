import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { wizardPages } from '../../../src-shared/domain/pages.ts';
import { StepPicture } from './step-picture.tsx';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalL}`,
    display: 'grid',
    gridTemplateColumns: 'repeat(5, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 860px)': { gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))' },
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  step: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalXS,
    position: 'relative',
    ':not(:last-child)::after': {
      content: '""',
      position: 'absolute',
      top: '40px',
      left: 'calc(50% + 48px)',
      width: 'calc(100% - 80px)',
      '@media (max-width: 860px)': { display: 'none' },
      borderTop: `2px dotted ${tokens.colorNeutralStroke1}`,
    },
  },
  text: { color: tokens.colorNeutralForeground2 },
});

/** The journey of a backup in five pictures, for someone who sees the app for the first time. */
export function WelcomeSteps() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ol className={styles.list} aria-label={t('jobs.journey')}>
      {wizardPages.map((page) => (
        <li key={page} className={styles.step}>
          <StepPicture page={page} />
          <Text weight="semibold">{t(`pages.${page}.name`)}</Text>
          <Text size={200} align="center" className={styles.text}>
            {t(`jobs.welcome.${page}`)}
          </Text>
        </li>
      ))}
    </ol>
  );
}
