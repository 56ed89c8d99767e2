import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageSchema, type Preferences, themeSchema } from '../../../src-shared/contract/app-calls.ts';
import { languageCodes, languageNames } from '../../../src-shared/locales/languages.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import {
  Archive20Regular,
  DarkTheme20Regular,
  Info20Regular,
  LocalLanguage20Regular,
  MoreHorizontal20Regular,
  Open20Regular,
} from '../../components/icons.ts';
import { SaveIntoFolderDialog } from '../../components/save-into-folder.tsx';
import { useAppInfo } from '../app-info.tsx';
import { useNavigation } from '../navigation.tsx';
import { AboutDialog } from './about-dialog.tsx';

/** Menu at the end of the title bar: language, theme, help pages, the job's logs, about. Language and theme switch at once. */
export function AppMenu() {
  const { t } = useTranslation();
  const { preferences } = useAppInfo();
  const setPreferences = useCallMutation('app.setPreferences');
  const openLink = useCallMutation('app.openLink');
  const { jobId } = useNavigation();
  const [shown, setShown] = useState<'about' | 'supportBundle'>();
  const close = () => setShown(undefined);
  const save = (change: Partial<Preferences>) => setPreferences.mutate({ ...preferences, ...change });
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={t('frame.menu')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <Menu checkedValues={{ language: [preferences.language] }}>
              <MenuTrigger disableButtonEnhancement>
                <MenuItem icon={<LocalLanguage20Regular />}>{t('frame.language')}</MenuItem>
              </MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {languageCodes.map((code) => (
                    <MenuItemRadio
                      key={code}
                      name="language"
                      value={code}
                      lang={code}
                      onClick={() => save({ language: languageSchema.parse(code) })}
                    >
                      {languageNames[code]}
                    </MenuItemRadio>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
            <Menu checkedValues={{ theme: [preferences.theme] }}>
              <MenuTrigger disableButtonEnhancement>
                <MenuItem icon={<DarkTheme20Regular />}>{t('frame.theme')}</MenuItem>
              </MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {themeSchema.options.map((theme) => (
                    <MenuItemRadio key={theme} name="theme" value={theme} onClick={() => save({ theme })}>
                      {t(`frame.themes.${theme}`)}
                    </MenuItemRadio>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
            <MenuDivider />
            <MenuItem icon={<Open20Regular />} onClick={() => openLink.mutate({ link: 'portal' })}>
              {t('frame.openPortal')}
            </MenuItem>
            <MenuItem icon={<Open20Regular />} onClick={() => openLink.mutate({ link: 'offlineBackupHelp' })}>
              {t('frame.openHelp')}
            </MenuItem>
            {jobId === undefined ? null : (
              <MenuItem icon={<Archive20Regular />} onClick={() => setShown('supportBundle')}>
                {t('monitor.bundle.button')}
              </MenuItem>
            )}
            <MenuItem icon={<Info20Regular />} onClick={() => setShown('about')}>
              {t('frame.about')}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <AboutDialog open={shown === 'about'} onClose={close} />
      {jobId === undefined ? null : (
        <SaveIntoFolderDialog
          open={shown === 'supportBundle'}
          call="monitor.supportBundle"
          inputFor={(folder) => ({ jobId, folder })}
          wordsKey="monitor.bundle"
          onClose={close}
        />
      )}
    </>
  );
}
