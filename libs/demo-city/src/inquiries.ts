import { type CivilDate, type Day, type InvestigationCommand, type UmbrellaKind, addMonths, dateOf, dayOf } from '@casetrail/domain';
import type { Group } from './cast.ts';
import { type Tell, LAST, commissionAbove, knownGroup, present, procuratorateOf, sequel, tellInOrder } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import type { Entry, Told } from './record-book.ts';
import type { Inquiry, Official } from './umbrella-casting.ts';
import { register } from './umbrella.ts';

const rankBands: Readonly<Record<UmbrellaKind, readonly ('DIVISION' | 'SECTION' | 'STAFF' | 'VILLAGE' | 'OTHER')[]>> = {
  SHELTERING: ['DIVISION', 'SECTION', 'SECTION', 'STAFF'],
  DERELICTION: ['SECTION', 'SECTION', 'STAFF', 'STAFF', 'STAFF'],
  OTHER_CORRUPTION: ['STAFF', 'VILLAGE', 'VILLAGE', 'OTHER'],
};
