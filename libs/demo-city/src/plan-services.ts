import type { CivilDate, IndicatorKey } from '@casetrail/domain';

/**
 * What the city is to look like outside the cases: grids and cameras, projects, registers, legal services, hearings. As in plan.ts everything is
 * made up but for the totals that the white paper prints.
 */
const date = (text: string) => text as CivilDate;

/** The months whose stocks are reported, and what the ten districts then have together. The last ones are the paper's. */
export const stockMonths = ['2019-02', '2019-06', '2019-09', '2019-12', '2020-03'] as const;
type Stocks = readonly [number, number, number, number, number];
export const stocks: readonly (readonly [IndicatorKey, Stocks])[] = [
  ['grid.cells', [26_870, 27_905, 28_640, 29_120, 29_314]],
  ['grid.staff_full_time', [14_820, 15_930, 16_760, 17_240, 17_462]],
  ['grid.staff_part_time', [37_310, 38_690, 39_820, 40_510, 40_744]],
  ['xueliang.video_points', [45_380, 48_910, 51_640, 53_470, 54_126]],
  ['xueliang.checkpoints', [4102, 4318, 4522, 4688, 4731]],
  ['xueliang.face_installations', [388, 455, 531, 604, 627]],
  ['xueliang.key_sites', [1198, 1236, 1262, 1286, 1286]],
  ['xueliang.key_sites_covered', [1067, 1151, 1224, 1286, 1286]],
  ['xueliang.key_sites_networked', [958, 1078, 1187, 1279, 1286]],
  ['legal_service.communities', [6400, 6400, 6400, 6400, 6400]],
];

/** How often in the paper's year, and in the first three months of the next one. */
export const flows: readonly { readonly key: IndicatorKey; readonly year: number; readonly after: readonly [number, number, number] }[] = [
  { key: 'legal_service.matters', year: 32_418, after: [2390, 1040, 2615] },
  { key: 'legal_service.mediations', year: 5643, after: [412, 167, 455] },
  { key: 'legal_service.opinions', year: 5712, after: [398, 181, 472] },
  { key: 'legal_service.publicity', year: 5368, after: [371, 44, 402] },
];
/** Shares of the twelve months of a year: February has the Spring Festival. */
export const monthShares = [7, 5, 8, 9, 8, 9, 8, 8, 9, 9, 10, 10];

/** Areas of which there is nothing but these counts, and none is printed: at least, at most in a district and month. */
export const countsOnly: readonly { readonly key: IndicatorKey; readonly least: number; readonly most: number }[] = [
  { key: 'political.training_sessions', least: 0, most: 6 },
  { key: 'political.drills', least: 0, most: 3 },
  { key: 'petition.received', least: 14, most: 58 },
];
export const countsOnlyFrom = '2019-07';

/** Cells that were reported wrongly, and corrected after their certification. */
export const correctedCells = { stock: 6, flow: 8 };

/** How many of the city's 6,400 communities have an adviser on a day: all of them before the paper's year is out. */
export const communities = 6400;
export const advisers: readonly { readonly from: CivilDate; readonly to: CivilDate; readonly engaged: number }[] = [
  { from: date('2018-03-01'), to: date('2018-06-30'), engaged: 820 },
  { from: date('2018-07-01'), to: date('2018-12-31'), engaged: 2460 },
  { from: date('2019-01-01'), to: date('2019-06-30'), engaged: 4730 },
  { from: date('2019-07-01'), to: date('2019-11-30'), engaged: 6400 },
];
/** Contracts of a fixed term that was made longer in time, contracts that another one took the place of, and contracts entered twice. */
export const adviserChanges = { renewed: 40, replaced: 24, enteredTwice: 5 };

/** Terms of the supervisors of the business environment: 21 in all, of whom 18 are left. */
export const supervisors: readonly {
  readonly on: CivilDate;
  readonly appointed: number;
  readonly until?: CivilDate;
  readonly renewed?: { readonly on: CivilDate; readonly until: CivilDate };
  readonly endedOn?: CivilDate;
}[] = [
  { on: date('2019-07-16'), appointed: 12, until: date('2021-07-15') },
  { on: date('2019-07-16'), appointed: 1, until: date('2020-01-31') },
  { on: date('2019-07-16'), appointed: 2, until: date('2020-03-31'), renewed: { on: date('2020-03-18'), until: date('2021-03-31') } },
  { on: date('2019-07-16'), appointed: 1, until: date('2021-07-15'), endedOn: date('2019-11-29') },
  { on: date('2019-10-22'), appointed: 2 },
  { on: date('2019-10-22'), appointed: 1, endedOn: date('2019-11-29') },
  { on: date('2019-12-06'), appointed: 2, until: date('2021-12-05') },
];

/** Officers and the enterprises they are assigned to. What is beyond the published ones has ended, or is not linked. */
export const liaisons = {
  from: date('2019-02-20'),
  to: date('2019-12-10'),
  officers: 469,
  enterprises: 538,
  secondOfficers: 22,
  /** Their officer left, or another officer took over. */
  officersLeft: 5,
  takenOver: 9,
  enterprisesLeft: 4,
  officersUnlinked: 2,
  enterprisesUnlinked: 2,
  movedOfficers: 2,
  enteredTwice: 1,
};

/** Legal-service stations in the towns and streets. `closed` for good where towns were merged; `reopened` under the same code. */
export const institutions = {
  cityCentre: date('2018-05-10'),
  districtCentres: { from: date('2018-03-05'), to: date('2018-11-20') },
  stations: { from: date('2018-04-02'), to: date('2019-05-31'), open: 138, closed: 2, reopened: 2 },
};

/** Major projects by their level, whether their risk is to be assessed, and when they were decided. */
type Assessed = 'BEFORE' | 'DAY_AFTER' | 'NEVER';
export const projects: readonly {
  readonly level: 'CITY' | 'DISTRICT';
  readonly requiresAssessment: boolean;
  readonly assessed: Assessed;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly projects: number;
  readonly decided: boolean;
}[] = [
  { level: 'CITY', requiresAssessment: true, assessed: 'BEFORE', from: date('2019-01-10'), to: date('2019-12-27'), projects: 47, decided: true },
  { level: 'CITY', requiresAssessment: false, assessed: 'NEVER', from: date('2019-01-10'), to: date('2019-12-27'), projects: 9, decided: true },
  { level: 'CITY', requiresAssessment: true, assessed: 'BEFORE', from: date('2018-06-01'), to: date('2018-12-20'), projects: 12, decided: true },
  { level: 'CITY', requiresAssessment: true, assessed: 'DAY_AFTER', from: date('2018-09-01'), to: date('2018-11-30'), projects: 1, decided: true },
  { level: 'CITY', requiresAssessment: true, assessed: 'BEFORE', from: date('2020-01-06'), to: date('2020-03-31'), projects: 6, decided: true },
  { level: 'CITY', requiresAssessment: true, assessed: 'BEFORE', from: date('2019-10-01'), to: date('2020-03-31'), projects: 5, decided: false },
  { level: 'DISTRICT', requiresAssessment: true, assessed: 'BEFORE', from: date('2019-01-10'), to: date('2020-03-31'), projects: 31, decided: true },
  { level: 'DISTRICT', requiresAssessment: true, assessed: 'NEVER', from: date('2019-01-10'), to: date('2019-06-30'), projects: 3, decided: true },
];
/** Of the first kind: those put off once before they were decided, those whose requirement was written down wrongly; and one entered twice. */
export const projectChanges = { deferred: 4, requirementCorrected: 2, enteredTwice: 1 };

/** Administrative cases heard in a month, and those of them with an official of the sued organ. From February 2019 on these are the paper's. */
export const hearings: readonly (readonly [month: string, attended: number, heard: number])[] = [
  ['2018-10', 28, 51],
  ['2018-11', 29, 50],
  ['2018-12', 32, 54],
  ['2019-01', 33, 55],
  ['2019-02', 41, 66],
  ['2019-03', 52, 79],
  ['2019-04', 61, 88],
  ['2019-05', 66, 91],
  ['2019-06', 75, 96],
  ['2019-07', 84, 101],
  ['2019-08', 88, 98],
  ['2019-09', 97, 101],
  ['2019-10', 104, 104],
  ['2019-11', 97, 97],
  ['2019-12', 102, 102],
  ['2020-01', 92, 92],
  ['2020-02', 36, 36],
  ['2020-03', 93, 93],
];
/** The weight of the city's intermediate court beside those of the districts. */
export const CITY_COURT_WEIGHT = 6;
/** How often the sued organ says beforehand who will come, by whether somebody then came: an official, or nobody. */
export const declarations = { whereAttended: { official: 0.68, nobody: 0.03 }, whereNot: { official: 0.12, nobody: 0.3 } };
export const officialShares = [
  ['PRINCIPAL', 24],
  ['DEPUTY', 56],
  ['OTHER_IN_CHARGE', 20],
] as const;
/** Records of who came that were corrected: nobody had been seen who was there, and the other way round. Hearings that were called off, or entered twice. */
export const hearingChanges = { seenLater: 6, mistakenlySeen: 3, cancelled: 12, enteredTwice: 2 };
