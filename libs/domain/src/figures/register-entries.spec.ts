import type { CivilDate } from '../kernel/civil-date.ts';
import type { FigureId } from './figure.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

const date = (day: string) => day as CivilDate;
type Begin = (story: Story, entry: Stream, on: string, district?: typeof SHINAN) => number;
const institution =
  (level: 'CITY_CENTRE' | 'DISTRICT_CENTRE' | 'STATION'): Begin =>
  (story, entry, on, district = SHINAN) =>
    story.tell(on, entry, 'InstitutionOpened', { level, district });
/** An entry counts by itself; an officer or an enterprise counts by a liaison, which lasts from the start here. */
const officer: Begin = (story, entry, on, district = SHINAN) => {
  story.tell('2018-01-01', story.stream('register_entry'), 'LiaisonEstablished', { officer: entry, enterprise: story.stream('register_entry'), district });
  return story.tell(on, entry, 'OfficerListed', { district });
};
const enterprise: Begin = (story, entry, on, district = SHINAN) => {
  story.tell('2018-01-01', story.stream('register_entry'), 'LiaisonEstablished', { officer: story.stream('register_entry'), enterprise: entry, district });
  return story.tell(on, entry, 'EnterpriseListed', { district });
};
const entries: readonly { readonly figure: FigureId; readonly what: string; readonly begin: Begin }[] = [
  { figure: 'F31', what: 'supervisors', begin: (story, entry, on, district = SHINAN) => story.tell(on, entry, 'SupervisorAppointed', { district }) },
  { figure: 'F32', what: 'officers', begin: officer },
  { figure: 'F33', what: 'enterprises', begin: enterprise },
  { figure: 'F34', what: 'city centres', begin: institution('CITY_CENTRE') },
  { figure: 'F35', what: 'district centres', begin: institution('DISTRICT_CENTRE') },
  { figure: 'F36', what: 'stations', begin: institution('STATION') },
  { figure: 'F37', what: 'communities with an adviser', begin: (story, entry, on, district = SHINAN) => story.tell(on, entry, 'AdviserEngaged', { district }) },
];

describe.each(entries)('$figure, $what', ({ figure, begin }) => {
  const begun = () => {
    const story = new Story();
    const entry = story.stream('register_entry');
    return { story, entry, beginning: begin(story, entry, '2019-03-03') };
  };

  it('count from the day they begin', () => expect(begun().story.around(figure, '2019-03-03')).toEqual([0, 1]));
  it('count whenever they began: a register has no first day', () => {
    const story = new Story();
    begin(story, story.stream('register_entry'), '2018-01-02');
    expect(story.value(figure, '2018-01-02')).toBe(1);
  });
  it('leave on the day they are ended, and count again when they begin anew', () => {
    const { story, entry } = begun();
    story.tell('2019-05-09', entry, 'RegisterEntryEnded', {});
    begin(story, entry, '2019-06-09');
    expect([...story.around(figure, '2019-05-09'), ...story.around(figure, '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
  it('have a last day once a term is set, and leave on the day after', () => {
    const { story, entry } = begun();
    story.tell('2019-04-01', entry, 'RegisterEntryRenewed', { until: date('2019-05-08') });
    expect([...story.around(figure, '2019-05-08'), ...story.around(figure, '2019-05-09')]).toEqual([1, 1, 1, 0]);
  });
  it('K8: move with a transfer between districts', () => {
    const { story, entry } = begun();
    story.tell('2019-05-09', entry, 'RegisterEntryMoved', { toDistrict: SHIBEI });
    const around = (district?: string) => story.around(figure, '2019-05-09', district);
    expect([...around(SHINAN), ...around(SHIBEI), ...around()]).toEqual([1, 0, 0, 1, 1, 1]);
  });
  it('K1: never were, where the beginning is voided; before the void they were', () => {
    const { story, beginning } = begun();
    story.void(beginning);
    expect([story.value(figure, '2019-12-31'), story.value(figure, '2019-12-31', beginning)]).toEqual([0, 1]);
  });
  it('K1: never ended, where the end is voided', () => {
    const { story, entry } = begun();
    story.void(story.tell('2019-05-09', entry, 'RegisterEntryEnded', {}));
    expect(story.around(figure, '2019-05-09')).toEqual([1, 1]);
  });
  it('K10: count from their own date when they are entered late, once known', () => {
    const { story, beginning } = begun();
    expect(story.learning(figure, beginning, '2019-03-03')).toEqual([0, 1]);
  });
  it('are nothing to the other figures', () => {
    const { story } = begun();
    const others = entries.map((other) => other.figure).filter((id) => id !== figure);
    expect(story.values(others, '2019-12-31')).toEqual(others.map(() => 0));
  });
});

describe.each([
  ['F31', 'SupervisorAppointed'],
  ['F37', 'AdviserEngaged'],
] as const)('the term of %s', (figure, type) => {
  const engaged = (until?: string) => {
    const story = new Story();
    const entry = story.stream('register_entry');
    const engage = (on: string, term?: string) => story.tell(on, entry, type, { district: SHINAN, ...(term !== undefined && { until: date(term) }) });
    return { story, entry, engage, beginning: engage('2019-03-03', until) };
  };

  it('includes its last day', () => expect(engaged('2019-05-08').story.around(figure, '2019-05-09')).toEqual([1, 0]));
  it('may have no end', () => expect(engaged().story.value(figure, '2030-01-01')).toBe(1));
  it('goes on when it is renewed in time', () => {
    const { story, entry } = engaged('2019-05-08');
    story.tell('2019-05-01', entry, 'RegisterEntryRenewed', { until: date('2019-12-31') });
    expect([...story.around(figure, '2019-05-09'), ...story.around(figure, '2020-01-01')]).toEqual([1, 1, 1, 0]);
  });
  it('has a gap when it is renewed late', () => {
    const { story, entry } = engaged('2019-05-08');
    story.tell('2019-06-09', entry, 'RegisterEntryRenewed', { until: date('2019-12-31') });
    expect([...story.around(figure, '2019-05-09'), ...story.around(figure, '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
  it('may be cut short', () => {
    const { story, entry } = engaged('2019-12-31');
    story.tell('2019-04-01', entry, 'RegisterEntryRenewed', { until: date('2019-05-08') });
    expect(story.around(figure, '2019-05-09')).toEqual([1, 0]);
  });
  it('of what begins anew is its own: without one there is no end', () => {
    const { story, engage } = engaged('2019-05-08');
    engage('2019-06-09');
    expect([...story.around(figure, '2019-06-09'), story.value(figure, '2030-01-01')]).toEqual([0, 1, 1]);
  });
  it('does not bring back what was ended', () => {
    const { story, entry } = engaged('2019-12-31');
    story.tell('2019-05-09', entry, 'RegisterEntryEnded', {});
    story.tell('2019-06-09', entry, 'RegisterEntryRenewed', { until: date('2020-12-31') });
    expect(story.value(figure, '2019-07-01')).toBe(0);
  });
  it('is the old one again once the renewal is voided', () => {
    const { story, entry } = engaged('2019-05-08');
    story.void(story.tell('2019-05-01', entry, 'RegisterEntryRenewed', { until: date('2019-12-31') }));
    expect(story.value(figure, '2019-05-09')).toBe(0);
  });
});

describe('F32 and F33, liaisons', () => {
  const scene = () => {
    const story = new Story();
    const list = (type: 'OfficerListed' | 'EnterpriseListed', district = SHINAN) => {
      const entry = story.stream('register_entry');
      story.tell('2019-01-01', entry, type, { district });
      return entry;
    };
    const link = (one: Stream, other: Stream, on = '2019-03-03', liaison = story.stream('register_entry')) => {
      story.tell(on, liaison, 'LiaisonEstablished', { officer: one, enterprise: other, district: SHINAN });
      return liaison;
    };
    return { story, list, link };
  };
  const both = ['F32', 'F33'] as const;
  const linked = () => {
    const { story, list, link } = scene();
    const [one, other] = [list('OfficerListed'), list('EnterpriseListed')];
    return { story, list, link, one, other, liaison: link(one, other) };
  };

  it('do not count an officer or an enterprise by itself', () => {
    const { story, list } = scene();
    list('OfficerListed');
    list('EnterpriseListed');
    expect(story.values(both, '2019-12-31')).toEqual([0, 0]);
  });
  it('count both from the day of the liaison', () => {
    const { story } = linked();
    for (const id of both) expect(story.around(id, '2019-03-03')).toEqual([0, 1]);
  });
  it('count an officer of three enterprises once: there may be more enterprises than officers', () => {
    const { story, list, link, one } = linked();
    link(one, list('EnterpriseListed'));
    link(one, list('EnterpriseListed'));
    expect(story.values(both, '2019-12-31')).toEqual([1, 3]);
  });
  it('count an enterprise of two officers once', () => {
    const { story, list, link, other } = linked();
    link(list('OfficerListed'), other);
    expect(story.values(both, '2019-12-31')).toEqual([2, 1]);
  });
  it('lose both when their only liaison ends, and nobody while another lasts', () => {
    const { story, list, link, one, other, liaison } = linked();
    link(one, list('EnterpriseListed'));
    story.tell('2019-05-09', liaison, 'RegisterEntryEnded', {});
    expect([...story.around('F32', '2019-05-09'), ...story.around('F33', '2019-05-09')]).toEqual([1, 1, 2, 1]);
    link(list('OfficerListed'), other, '2019-06-09');
    expect(story.around('F33', '2019-06-09')).toEqual([1, 2]);
  });
  it('lose an officer who is ended, and keep the enterprise while the liaison is not', () => {
    const { story, one } = linked();
    story.tell('2019-05-09', one, 'RegisterEntryEnded', {});
    expect([...story.around('F32', '2019-05-09'), ...story.around('F33', '2019-05-09')]).toEqual([1, 0, 1, 1]);
  });
  it('go by the last beginning of a liaison: it names one officer at a time', () => {
    const { story, list, link, one, other, liaison } = linked();
    const next = list('OfficerListed', SHIBEI);
    link(next, other, '2019-05-09', liaison);
    expect([...story.around('F32', '2019-05-09', SHINAN), ...story.around('F32', '2019-05-09', SHIBEI)]).toEqual([1, 0, 0, 1]);
    link(one, other, '2019-06-09', liaison);
    expect(story.around('F32', '2019-06-09', SHINAN)).toEqual([0, 1]);
  });
  it('count officers and enterprises where they are listed, wherever the liaison is', () => {
    const { story, list, link } = scene();
    link(list('OfficerListed', SHIBEI), list('EnterpriseListed', SHINAN));
    expect([story.value('F32', '2019-12-31', undefined, SHIBEI), story.value('F33', '2019-12-31', undefined, SHINAN)]).toEqual([1, 1]);
  });
  it('K1: never counted whom a voided liaison links; before the void they did', () => {
    const { story, list, link } = scene();
    link(list('OfficerListed'), list('EnterpriseListed'));
    const known = story.void(3) - 1;
    for (const id of both) expect([story.value(id, '2019-12-31'), story.value(id, '2019-12-31', known)]).toEqual([0, 1]);
  });
  it('lose those whose liaison runs out', () => {
    const { story, liaison } = linked();
    story.tell('2019-04-01', liaison, 'RegisterEntryRenewed', { until: date('2019-05-08') });
    for (const id of both) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
  });
});

describe('F34-all', () => {
  it('is every institution, once: F34, F35 and F36 are its parts', () => {
    const story = new Story();
    for (const level of ['CITY_CENTRE', 'DISTRICT_CENTRE', 'DISTRICT_CENTRE', 'STATION', 'STATION', 'STATION'] as const)
      institution(level)(story, story.stream('register_entry'), '2019-03-03');
    expect(story.values(['F34', 'F35', 'F36', 'F34-all'], '2019-12-31')).toEqual([1, 2, 3, 6]);
  });
  it('keeps an institution that is opened anew at another level, once', () => {
    const story = new Story();
    const entry = story.stream('register_entry');
    institution('STATION')(story, entry, '2019-03-03');
    institution('DISTRICT_CENTRE')(story, entry, '2019-05-09');
    expect([...story.around('F36', '2019-05-09'), ...story.around('F35', '2019-05-09'), ...story.around('F34-all', '2019-05-09')]).toEqual([1, 0, 0, 1, 1, 1]);
  });
});
