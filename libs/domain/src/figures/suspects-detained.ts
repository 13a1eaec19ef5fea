import type { District } from '../kernel/districts.ts';
import { type Figure, type Histories, countedOnce, inCampaign, policeFigure } from './figure.ts';
import type { Stream } from './history.ts';
import { organisedCrime, readsOfOrganisedCrime } from './organised-crime.ts';
import { ofEach, personFigures } from './persons.ts';
import { type Span, timeline, within } from './spans.ts';
import type { ToldOf } from './told-events.ts';

/** When one suspect counted as detained, in the district of the first detention that still stands. */
const detained = (suspect: Stream, histories: Histories): Span<District>[] =>
  timeline(
    histories.of(suspect),
    undefined as District | undefined,
    (district, event) => {
      if (event.type === 'CriminalDetentionImposed' && inCampaign(event.on)) return district ?? event.data.district;
      return event.type === 'DetentionAnnulled' ? undefined : district;
    },
    (district) => district,
  );

const detainedForOrganisedCrime = ({ stream, data }: ToldOf<'SuspectOpened'>, histories: Histories): Span<District>[] => {
  const held = detained(stream, histories);
  return held.length === 0 ? [] : within(held, organisedCrime(data.case, histories));
};

const readsOfDetention = ['SuspectOpened', 'CriminalDetentionImposed', 'DetentionAnnulled', ...readsOfOrganisedCrime] as const;

/** F05. Release, bail or a refused arrest change nothing; only annulment of the detention, or the loss of every case in scope, does. */
export const suspectsDetained = personFigures({
  ...policeFigure,
  fact: 'stage',
  id: 'F05',
  code: 5,
  name: { zh: '刑拘犯罪嫌疑人', en: 'suspects placed under criminal detention' },
  measureWord: '名',
  companion: 'F05-times',
  rule: {
    zh: '自2018年1月24日起在涉黑涉恶案件中被执行刑事拘留的自然人，全市每人计一名；释放、取保候审、不批准逮捕的仍计。拘留被撤销，或者其案件均不再认定为涉黑涉恶的，自决定之日起退出。已合并的身份计为最早登记的一人。计入首次有效拘留时的主办区市，同一人计入两个区市的另列重复数。',
    en: 'Each natural person placed under criminal detention in a case of organised crime since 24 January 2018, once in the whole city; release, bail or a refused arrest change nothing. A person leaves on the day the detention is annulled, or no case of theirs is organised crime any more. Merged identities are one person, counted as the oldest. The district is that of the lead agency at the first standing detention; a person counted in two districts appears in the overlap line.',
  },
  reads: readsOfDetention,
  spansOf: ofEach((identity, histories) =>
    histories.of(identity).flatMap((event) => (event.type === 'SuspectOpened' ? detainedForOrganisedCrime(event, histories) : [])),
  ),
});

/** Person-times: the same detentions, once per suspect and case. Never printed as persons; it tells how many repeat. */
export const detentions: Figure = {
  ...policeFigure,
  fact: 'stage',
  id: 'F05-times',
  code: 105,
  name: { zh: '刑拘犯罪嫌疑人人次', en: 'criminal detentions, by person and case' },
  unit: 'suspect',
  measureWord: '人次',
  rule: {
    zh: '与F05相同，但一人在每个案件中各计一人次，身份合并不影响。',
    en: 'As F05, but a person counts once in each case, and merged identities change nothing.',
  },
  reads: readsOfDetention,
  count: (suspect, histories) => {
    const opened = histories.of(suspect).findLast((event) => event.type === 'SuspectOpened');
    return opened ? detainedForOrganisedCrime(opened, histories).map(countedOnce) : [];
  },
};
