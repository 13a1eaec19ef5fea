import { parseDate, today as todayIn } from '@internationalized/date';
import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell } from 'react-aria-components/Calendar';
import { DateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Label } from 'react-aria-components/Label';
import { Popover } from 'react-aria-components/Popover';
import { useConsole, useDistrictName } from '../app/console-settings.tsx';
import { NOW, todayInTheCity, useCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { PrintedState } from './printing.tsx';

const latest = () => todayIn('Asia/Shanghai');

type Word = {
  readonly label: string;
  readonly help: string;
  /** What stands in the sentence. */
  readonly shown: string;
  /** The day that the calendar begins with. */
  readonly day: string;
  readonly presets: readonly (readonly [name: string, value: string])[];
  readonly onPick: (value: string) => void;
};

/** A word of the sentence that is a date: presets first, then a day that is typed, then a calendar. Days that are still to come are not offered. */
function DateWord({ label, help, shown, day, presets, onPick }: Word) {
  const { t } = useSettings();
  const value = parseDate(day);
  return (
    <DialogTrigger>
      <Button className="word" aria-label={`${label}：${shown}`}>
        {shown}
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="picker" aria-label={label}>
          {({ close }) => (
            <>
              <p className="picker-hint">{help}</p>
              <div className="picker-presets">
                {presets.map(([name, preset]) => (
                  <Button key={name} className="chip" onPress={() => (onPick(preset), close())}>
                    {name}
                  </Button>
                ))}
              </div>
              <DateField
                className="datefield"
                defaultValue={value}
                maxValue={latest()}
                onChange={(picked) => picked && picked.year > 1999 && picked <= latest() && onPick(picked.toString())}
              >
                <Label>{label}</Label>
                <DateInput className="dateinput">{(segment) => <DateSegment segment={segment} />}</DateInput>
              </DateField>
              <Calendar aria-label={label} value={value} maxValue={latest()} onChange={(picked) => (onPick(picked.toString()), close())}>
                <header className="calendar-head">
                  <Button slot="previous" className="plain" aria-label={t.sentence.previousMonth}>
                    ‹
                  </Button>
                  <Heading />
                  <Button slot="next" className="plain" aria-label={t.sentence.nextMonth}>
                    ›
                  </Button>
                </header>
                <CalendarGrid>
                  <CalendarGridHeader>{(name) => <CalendarHeaderCell>{name}</CalendarHeaderCell>}</CalendarGridHeader>
                  <CalendarGridBody>{(date) => <CalendarCell date={date} />}</CalendarGridBody>
                </CalendarGrid>
              </Calendar>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const isDay = (text: string | undefined): text is string => text !== undefined && text.includes('-');

type Props = {
  readonly hasDistrict?: boolean;
  /** How far the ledger was counted for what the page shows. */
  readonly counted?: number;
  /** The root of the ledger that the page was published from. */
  readonly root?: string | undefined;
};

/** The four coordinates of every number, read as one sentence; on paper, line by line. */
export function CoordinatesSentence({ hasDistrict = true, counted, root }: Props) {
  const { t, say, date, number } = useSettings();
  const { districts, ruleSets } = useConsole();
  const districtName = useDistrictName();
  const { at, first, isPublished, set } = useCoordinates();
  const words = t.sentence;
  const known = at.knownAt === undefined ? words.now : isDay(at.knownAt) ? words.onDay(date(at.knownAt)) : words.atPosition(number(Number(at.knownAt)));
  const today = todayInTheCity();
  return (
    <>
      <PrintedState
        asOf={at.asOf}
        knownAt={counted === undefined || isDay(at.knownAt) ? known : words.atPosition(number(counted))}
        rules={at.rules}
        district={hasDistrict && at.district ? districtName(at.district) : undefined}
        publication={isPublished ? first.publication : undefined}
        root={isPublished ? root : undefined}
      />
      <div className="sentence">
        {words.a}
        <DateWord
          label={words.asOf}
          help={words.asOfHelp}
          shown={date(at.asOf)}
          day={at.asOf}
          presets={[
            [words.thisPaper, first.asOf],
            [words.yearEnd, '2019-12-31'],
            [words.today, today],
          ]}
          onPick={(asOf) => set({ asOf: asOf === first.asOf ? undefined : asOf })}
        />
        {words.b}
        <DateWord
          label={words.knownAt}
          help={words.knownAtHelp}
          shown={known}
          day={isDay(at.knownAt) ? at.knownAt : today}
          presets={[...(first.position === undefined ? [] : [[words.atPublication, String(first.position)] as const]), [words.nowPreset, NOW]]}
          onPick={(knownAt) => set({ knownAt: knownAt === String(first.position) ? undefined : knownAt })}
        />
        {words.c}
        {hasDistrict ? (
          <select
            className="word"
            aria-label={words.district}
            value={at.district ?? ''}
            onChange={({ target }) => set({ district: target.value || undefined })}
          >
            <option value="">{words.city}</option>
            {districts.map(({ id, name }) => (
              <option key={id} value={id}>
                {say(name)}
              </option>
            ))}
          </select>
        ) : (
          words.city
        )}
        {words.d}
        <select className="word" aria-label={words.rules} value={at.rules} onChange={({ target }) => set({ rules: target.value })}>
          {ruleSets.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {words.e}
      </div>
    </>
  );
}
