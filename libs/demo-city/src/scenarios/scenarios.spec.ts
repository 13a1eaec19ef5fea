import { type CivilDate, type StreamId, addDays, categoryOf, commandSchema, correctionKindOf, deciderOf, isFigureId } from '@casetrail/domain';
import { type ScenarioRun, scenarios } from './index.ts';

/** A playing on paper: every name stands for a stream, and nothing is recorded. */
function onPaper(today: string): ScenarioRun {
  const streams = new Map<string, string>();
  return {
    today: today as CivilDate,
    day: (days) => addDays(today as CivilDate, days),
    stream: (category, name) => {
      const known = streams.get(`${category}/${name}`) ?? `${category}-${String(streams.size + 1).padStart(26, '0')}`;
      streams.set(`${category}/${name}`, known);
      return known as StreamId<typeof category>;
    },
    serial: 123_456,
  };
}
const run = onPaper('2026-03-01');
const scenesOf = scenarios.map((scenario) => ({ ...scenario, played: scenario.scenes(run) }));
const acts = scenesOf.flatMap(({ name, played }) => played.flatMap((scene) => scene.acts.map((act) => ({ name, act }))));

describe('the scenarios', () => {
  it('are numbered from 1 to 30', () => expect(scenarios.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1)));

  it('have names of their own, in kebab-case', () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  });

  it('are told in both languages', () => {
    const said = scenesOf.flatMap(({ title, what, played }) => [title, what, ...played.map(({ tells }) => tells)]);
    expect(said.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !/[a-z]/.test(en) || /\p{Script=Han}/u.test(en))).toEqual([]);
  });

  it('are told in Chinese with full-width punctuation', () => {
    const said = scenesOf.flatMap(({ title, what, played }) => [title, what, ...played.map(({ tells }) => tells)]);
    expect(said.filter(({ zh }) => /[\p{Script=Han}“”][,;:()?!]|[,;:()?!][\p{Script=Han}“”]/u.test(zh))).toEqual([]);
  });

  it('expect something after every scene', () => {
    const silent = scenesOf.flatMap(({ name, played }) => played.filter(({ expected }) => expected.length === 0).map(() => name));
    expect(silent).toEqual([]);
  });

  it('name figures that there are', () => {
    const named = scenesOf.flatMap(({ played }) => played.flatMap(({ expected }) => expected.flatMap((one) => ('moved' in one ? Object.keys(one.moved) : []))));
    expect(named.filter((id) => !isFigureId(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(200);
  });

  it('issue commands that fit their schemas, except where that is what they try', () => {
    const unfit = acts.filter(({ act }) => !act.voids && !commandSchema(deciderOf(act.stream), act.type)?.safeParse(act.data).success);
    expect(unfit.map(({ name }) => name)).toEqual(['pseudo-district']);
  });

  it('ask two persons where the law does, whatever day it is', () => {
    const alone = (today: string) => {
      const then = onPaper(today);
      return scenarios.flatMap(({ name, scenes }) =>
        scenes(then)
          .flatMap((scene) => scene.acts)
          .filter((act) => {
            const kind = correctionKindOf(deciderOf(act.stream), { type: act.type, data: act.data }, act.on, then.today);
            return (kind === undefined) !== (act.approvedBy === undefined) && act.refused !== 'correction/second-person-required';
          })
          .map((act) => `${name}: ${act.type} on ${act.on}`),
      );
    };
    expect(['2021-01-01', '2024-02-29', '2026-03-31'].flatMap(alone)).toEqual([]);
  });

  it('leave everything to the organs: each act is of a role that may do it', () => {
    const wrong = acts.filter(({ act }) => {
      const { by } = deciderOf(act.stream).rules[act.type] ?? { by: [act.by.role] };
      return !by.includes(act.by.role);
    });
    expect(wrong.map(({ name, act }) => `${name}: ${act.type} by ${act.by.role}`)).toEqual([]);
  });

  it('touch every kind of record that the campaign is counted from', () => {
    expect([...new Set(acts.map(({ act }) => categoryOf(act.stream)))].sort()).toEqual([
      'arrest_review',
      'asset',
      'court_docket',
      'crime_group',
      'criminal_case',
      'hearing',
      'person',
      'problem',
      'prosecution',
      'recommendation',
      'suspect',
      'umbrella_investigation',
      'umbrella_lead',
    ]);
  });
});
