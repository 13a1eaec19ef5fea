import type { IndicatorKey } from '../indicator/indicator-keys.ts';
import type { District } from '../kernel/districts.ts';
import { type Counted, type Declared, type Figure, type Histories, isSameCount } from './figure.ts';
import type { Stream } from './history.ts';
import type { Marker } from './printing.ts';
import { type Span, timeline } from './spans.ts';
import type { ToldType } from './told-events.ts';

/** Which value of a series stands on a day, given the certified periods in order (P11). */
type Standing = (certified: readonly string[], cell: (period: string) => number) => number;
const stock: Standing = (certified, cell) => (certified.length > 0 ? cell(certified.at(-1) as string) : 0);
/** The year that the paper reports on. */
const REPORT_YEAR = '2019';
const flow: Standing = (certified, cell) => certified.reduce((sum, period) => sum + (period.startsWith(REPORT_YEAR) ? cell(period) : 0), 0);

const reads = ['IndicatorDefined', 'IndicatorReported', 'IndicatorCorrected', 'IndicatorCertified'] as const satisfies readonly ToldType[];

/** A cell is what was last reported or corrected for its period: a correction replaces it at every date. It counts from its certification on. */
function countSeries(unit: Stream, histories: Histories, keys: readonly IndicatorKey[], standing: Standing): Span<Counted>[] {
  const events = histories.of(unit);
  let series: { readonly position: number; readonly key: IndicatorKey; readonly district: District } | undefined;
  const cells = new Map<string, { readonly position: number; readonly value: number }>();
  for (const event of events) {
    if (event.type === 'IndicatorDefined' && (series?.position ?? 0) < event.position) series = { position: event.position, ...event.data };
    if (event.type === 'IndicatorReported' || event.type === 'IndicatorCorrected') {
      const { period, value } = event.data;
      if ((cells.get(period)?.position ?? 0) < event.position) cells.set(period, { position: event.position, value });
    }
  }
  if (!series || !keys.includes(series.key)) return [];
  const { district } = series;
  return timeline(
    events,
    [] as readonly string[],
    (certified, event) => {
      if (event.type !== 'IndicatorCertified') return certified;
      const { period } = event.data;
      return certified.includes(period) || !cells.has(period) ? certified : [...certified, period].sort();
    },
    (certified): Counted | undefined => {
      const amount = standing(certified, (period) => cells.get(period)?.value ?? 0);
      return amount > 0 ? { district, amount } : undefined;
    },
    isSameCount,
  );
}

type Reported = Pick<Declared, 'id' | 'code' | 'name' | 'area' | 'owner' | 'measureWord' | 'kind' | 'print'>;
const inWords = {
  stock: {
    zh: '各报送单位统计日之前最近一期经核定的数值之和；更正替换该期数值，不作拼接。',
    en: 'The last certified value of each reporting unit before the date of the figure, added up. A correction replaces the value of its period.',
  },
  flow: {
    zh: '各报送单位2019年各期经核定的数值之和；更正替换该期数值。',
    en: 'The certified values of all periods of 2019 of each reporting unit, added up. A correction replaces the value of its period.',
  },
};
const indicator = (declared: Reported, fact: 'stock' | 'flow', ...keys: readonly IndicatorKey[]): Figure => ({
  ...declared,
  unit: 'indicator',
  fact,
  version: 1,
  rule: inWords[fact],
  reads,
  count: (unit, histories) => countSeries(unit, histories, keys, fact === 'stock' ? stock : flow),
});

const approximate = (marker: Marker) => ({ kind: 'reported', print: { as: 'approximate', marker } }) as const;
const grids = { area: 'A3', owner: 'political_legal', ...approximate('多') } as const;
const sites = { area: 'A3', owner: 'police', measureWord: '处', ...approximate('余') } as const;
const coverage = { area: 'A3', owner: 'police', measureWord: '处', kind: 'rate' } as const;
const services = { area: 'A6', owner: 'justice', ...approximate('多') } as const;
const exact = { as: 'exact' } as const;

export const gridCells = indicator({ ...grids, id: 'F23', code: 23, name: { zh: '基础网格', en: 'basic grids' }, measureWord: '个' }, 'stock', 'grid.cells');
export const gridStaff = indicator(
  { ...grids, id: 'F24', code: 24, name: { zh: '专兼职网格员', en: 'full- and part-time grid workers' }, measureWord: '名' },
  'stock',
  'grid.staff_full_time',
  'grid.staff_part_time',
);
export const videoPoints = indicator(
  { ...sites, id: 'F25', code: 25, name: { zh: '视频监控', en: 'video surveillance points' } },
  'stock',
  'xueliang.video_points',
);
export const checkpoints = indicator(
  { ...sites, id: 'F26', code: 26, name: { zh: '电子卡口', en: 'electronic checkpoints' } },
  'stock',
  'xueliang.checkpoints',
);
export const faceInstallations = indicator(
  { ...sites, id: 'F27', code: 27, name: { zh: '人脸识别设备', en: 'face-recognition installations' } },
  'stock',
  'xueliang.face_installations',
);
export const keySitesCovered = indicator(
  { ...coverage, id: 'F28', code: 28, name: { zh: '重点部位覆盖率', en: 'coverage of key sites' }, print: { as: 'rate', of: 'F28-of' } },
  'stock',
  'xueliang.key_sites_covered',
);
export const keySitesToCover = indicator(
  { ...coverage, id: 'F28-of', code: 628, name: { zh: '清单内重点部位（覆盖率）', en: 'listed key sites, to be covered' }, print: exact },
  'stock',
  'xueliang.key_sites',
);
export const keySitesNetworked = indicator(
  { ...coverage, id: 'F29', code: 29, name: { zh: '联网率', en: 'networking rate' }, print: { as: 'rate', of: 'F29-of' } },
  'stock',
  'xueliang.key_sites_networked',
);
export const keySitesToNetwork = indicator(
  { ...coverage, id: 'F29-of', code: 629, name: { zh: '清单内重点部位（联网率）', en: 'listed key sites, to be networked' }, print: exact },
  'stock',
  'xueliang.key_sites',
);
export const communities = indicator(
  {
    area: 'A6',
    owner: 'justice',
    id: 'F37-of',
    code: 637,
    name: { zh: '社区村居总数', en: 'communities and villages' },
    measureWord: '个',
    kind: 'reported',
    print: exact,
  },
  'stock',
  'legal_service.communities',
);
export const legalMatters = indicator(
  { ...services, id: 'F38', code: 38, name: { zh: '法律服务事项', en: 'legal-service matters' }, measureWord: '次' },
  'flow',
  'legal_service.matters',
);
export const mediations = indicator(
  { ...services, id: 'F39', code: 39, name: { zh: '参与调处纠纷', en: 'dispute mediations joined' }, measureWord: '次' },
  'flow',
  'legal_service.mediations',
);
export const opinions = indicator(
  { ...services, id: 'F40', code: 40, name: { zh: '法律意见', en: 'legal opinions to villages' }, measureWord: '条' },
  'flow',
  'legal_service.opinions',
);
export const publicity = indicator(
  { ...services, id: 'F41', code: 41, name: { zh: '法治宣传', en: 'legal-publicity events' }, measureWord: '次' },
  'flow',
  'legal_service.publicity',
);
