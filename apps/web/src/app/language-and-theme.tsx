import { useSettings } from './settings.tsx';

/** The two things that everybody may choose, signed in or not. */
export function LanguageAndTheme() {
  const { language, theme, setLanguage, setTheme, t } = useSettings();
  return (
    <>
      <button type="button" className="plain" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')} lang={language === 'zh' ? 'en' : 'zh-CN'}>
        {language === 'zh' ? 'English' : '中文'}
      </button>
      <button type="button" className="plain" onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
        {theme === 'dark' ? t.shell.light : t.shell.dark}
      </button>
    </>
  );
}
