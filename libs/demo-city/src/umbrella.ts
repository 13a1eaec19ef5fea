import type { LeadCommand } from '@casetrail/domain';
import type { Cast, Group } from './cast.ts';
import { LAST, isKnown, knownGroup, present, sequel } from './handling.ts';
import { register, tellInquiry } from './inquiries.ts';
import type { Desk } from './paper-numbers.ts';
import type { Told } from './record-book.ts';
import { type Lead, UmbrellaCasting } from './umbrella-casting.ts';

const sources = ['POLICE_HANDOVER', 'POLICE_HANDOVER', 'REVERSE_CHECK', 'REVERSE_CHECK', 'PETITION', 'AUDIT', 'OTHER_ORGAN'] as const;
const hints = ['SHELTERING', 'SHELTERING', 'DERELICTION', 'DERELICTION', 'OTHER_CORRUPTION'] as const;
type Screening = Extract<LeadCommand, { type: 'ScreenLead' }>['data'];

/** Tells of the leads on corruption and protective umbrellas, and of the investigations that follow them. Supervision Law 2018 arts 35–45. */
export function tellUmbrella({ groups }: Cast, desk: Desk): void {
  const { leads, inquiries } = new UmbrellaCasting(desk).cast();
  for (const lead of leads) tellLead(lead, leads, groups, desk);
  for (const lead of leads) if (lead.leaves) leave(lead, desk);
  for (const inquiry of inquiries) tellInquiry(inquiry, groups, desk);
}

/** Received, screened, its verification opened by another officer, and closed. */
function tellLead(lead: Lead, all: readonly Lead[], groups: readonly Group[], desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { team, receivedOn, openedOn, closed, inquiry } = lead;
  const named = inquiry?.persons.slice(0, 1).map((person) => register(person, receivedOn, team, desk)) ?? [];
  const group = chance.happens(0.6) ? knownGroup(groups, team.district, receivedOn, chance) : undefined;
  const received = book.open('umbrella_lead', {
    type: 'ReceiveLead',
    data: {
      leadNumber: numbers.paper('青纪线', receivedOn),
      source: chance.pick(sources),
      kindHint: inquiry?.kind ?? chance.pick(hints),
      ...(group && { group: group.stream }),
      subjects: named.map(({ stream }) => stream),
    },
    on: receivedOn,
    team,
    after: named,
    act: { legalBasis: 'SL 35' },
  });
  lead.told = received;
  const tell = sequel(received, book);
  const screenedOn = Math.min(openedOn ?? Infinity, receivedOn + chance.between(1, 3));
  tell({ type: 'ScreenLead', data: openedOn === undefined ? screening(lead, all, desk) : { outcome: 'RELEVANT' }, on: screenedOn, team });
  if (openedOn === undefined) return;
  lead.verified = tell({ type: 'OpenVerification', data: {}, on: openedOn, team, act: { legalBasis: 'SL 37' } });
  if (!closed || closed.on > LAST) return;
  const isLeaf = closed.as !== 'TO_INVESTIGATION';
  lead.verified = tell({ type: 'CloseVerification', data: { outcome: closed.as }, on: closed.on, team, ...(isLeaf && book.leafLag(closed.on, LAST)) });
}

/** Why nothing is checked: it is another matter, or another lead says the same. */
function screening({ receivedOn }: Lead, all: readonly Lead[], { chance }: Desk): Screening {
  const earlier = all.filter(({ told, leaves, openedOn }) => openedOn !== undefined && !leaves && isKnown(told, receivedOn));
  const draw = chance.next();
  if (draw < 0.4 && earlier.length > 0) return { outcome: 'DUPLICATE', of: (chance.pick(earlier).told as Told<'umbrella_lead'>).stream };
  return draw < 0.7 ? { outcome: 'OUT_OF_SCOPE' } : { outcome: 'REFERRED', to: chance.pick(['有关行业主管部门', '外市纪检监察机关']) };
}

/** What was checked already turns out to repeat another lead, to be another matter, or another organ's. */
function leave({ leaves, leavesOn: on = 0, told, verified, survivor, team }: Lead, { book, chance }: Desk): void {
  if (!told || !verified) return;
  const base = { on, team, after: present([verified, survivor?.told]), lag: chance.between(1, 12) };
  if (leaves === 'MERGED' && survivor?.told) book.tell(told.stream, { type: 'MergeLead', data: { survivor: survivor.told.stream }, ...base });
  if (leaves === 'OUT_OF_SCOPE') book.tell(told.stream, { type: 'PutLeadOutOfScope', data: { basis: '与涉黑涉恶无关' }, ...base });
  if (leaves === 'REFERRED') book.tell(told.stream, { type: 'ReferLead', data: { to: '外市纪检监察机关' }, ...base });
}
