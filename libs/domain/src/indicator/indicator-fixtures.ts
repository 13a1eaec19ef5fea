import type { Month } from '../kernel/fields.ts';
import { type Issue, issueOf, leader, saidOf, streamNamed } from '../kernel/specify.ts';
import type { IndicatorKey } from './indicator-keys.ts';
import type { IndicatorCommand, IndicatorEvent } from './indicator-messages.ts';

/** The grid cells of Shinan in February 2020, reported by one, certified by another. */
export const theIndicator = streamNamed('indicator', 1);
export const reporter = { ...leader, user: 'rep-1', role: 'INDICATOR_REPORTER', org: 'plc-370202' } as const;
export const secondReporter = { ...reporter, user: 'rep-2' } as const;
export const commission = { ...reporter, user: 'sup-1', role: 'SUPERVISOR' } as const;

const district = '370202' as const;
export const period = '2020-02' as Month;
const ofIndicator = saidOf<IndicatorEvent>(theIndicator);
const told = { by: reporter };
export const indicatorDefined = (key: IndicatorKey) => ofIndicator('IndicatorDefined', { key, district }, told);
export const defined = indicatorDefined('grid.cells');
export const cellReported = ofIndicator('IndicatorReported', { period, value: 100 }, told);
export const cellCertified = ofIndicator('IndicatorCertified', { period }, { by: secondReporter });
export const cellCorrected = ofIndicator('IndicatorCorrected', { period, from: 100, value: 90 }, told);

const toIndicator = issueOf<IndicatorCommand>(theIndicator);
export const indicatorCommandsOf = {
  DefineIndicator: toIndicator('DefineIndicator', { key: 'grid.cells', district }, told),
  ReportIndicator: toIndicator('ReportIndicator', { period, value: 100 }, told),
  CertifyIndicator: toIndicator('CertifyIndicator', { period }, { by: secondReporter }),
  CorrectIndicator: toIndicator('CorrectIndicator', { period, value: 90 }, { ...told, approvedBy: secondReporter }),
} satisfies Record<IndicatorCommand['type'], Issue>;
