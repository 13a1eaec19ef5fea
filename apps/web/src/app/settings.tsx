import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { type Language, type Texts, texts } from '../text/index.ts';

type Theme = 'light' | 'dark';
export type InTwoLanguages = { readonly zh: string; readonly en: string };
type Settings = {
  readonly language: Language;
  readonly theme: Theme;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
  /** What the server says in both languages. */
  readonly say: (words: InTwoLanguages) => string;
  /** A civil date in words. */
  readonly date: (day: string) => string;
  /** A moment, to the second, in the city's time. */
  readonly moment: (instant: string) => string;
  /** A count; a dash for one that is not published. */
  readonly number: (value: number | null) => string;
  /** A change: +1,234 or −5. */
  readonly signed: (value: number) => string;
  readonly t: Texts;
};

const Context = createContext<Settings | undefined>(undefined);
export function useSettings(): Settings {
  const settings = useContext(Context);
  if (!settings) throw new Error('There are no settings here.');
  return settings;
}
export const useText = (): Texts => useSettings().t;

const LANGUAGE = 'casetrail:language';
const THEME = 'casetrail:theme';
const stored = <T extends string>(name: string, known: readonly T[]): T | undefined => known.find((one) => one === localStorage.getItem(name));

/** Chinese unless somebody has chosen English; light or dark as the system is, unless somebody has chosen. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => stored(LANGUAGE, ['zh', 'en']) ?? 'zh');
  const [theme, setTheme] = useState<Theme>(() => stored(THEME, ['light', 'dark']) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset['theme'] = theme;
  }, [language, theme]);

  const settings = useMemo((): Settings => {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const inWords = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
    const exact = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Asia/Shanghai' });
    const counted = new Intl.NumberFormat('en-GB');
    const number = (value: number | null) => (value === null ? '—' : inFigures(value));
    const inFigures = (value: number) => counted.format(value).replace('-', '−');
    return {
      language,
      theme,
      setLanguage: (to) => (localStorage.setItem(LANGUAGE, to), setLanguage(to)),
      setTheme: (to) => (localStorage.setItem(THEME, to), setTheme(to)),
      say: (words) => words[language],
      date: (day) => inWords.format(new Date(`${day}T00:00:00Z`)),
      moment: (instant) => exact.format(new Date(instant)),
      number,
      signed: (value) => (value > 0 ? `+${number(value)}` : number(value)),
      t: texts[language],
    };
  }, [language, theme]);
  return (
    <Context.Provider value={settings}>
      <I18nProvider locale={language === 'zh' ? 'zh-CN' : 'en-GB'}>{children}</I18nProvider>
    </Context.Provider>
  );
}
