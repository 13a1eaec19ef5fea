/** What an indicator tells: a stock stands until the next certified value; a flow is added up over periods. */
export type IndicatorKind = 'stock' | 'flow';
type Declared = { readonly kind: IndicatorKind; readonly area: 'A1' | 'A3' | 'A5' | 'A6'; readonly zh: string; readonly en: string };

/**
 * The only keys there are. Areas A1 and A5 have nothing else in this system: a key, a district, a month and a whole number, and no way to attach
 * a person, a household, a place or a word. Stored: never rename.
 */
export const indicatorKeys = {
  'grid.cells': { kind: 'stock', area: 'A3', zh: '基础网格', en: 'basic grid cells' },
  'grid.staff_full_time': { kind: 'stock', area: 'A3', zh: '专职网格员', en: 'full-time grid workers' },
  'grid.staff_part_time': { kind: 'stock', area: 'A3', zh: '兼职网格员', en: 'part-time grid workers' },
  'xueliang.video_points': { kind: 'stock', area: 'A3', zh: '视频监控点', en: 'video surveillance points' },
  'xueliang.checkpoints': { kind: 'stock', area: 'A3', zh: '电子卡口', en: 'electronic checkpoints' },
  'xueliang.face_installations': { kind: 'stock', area: 'A3', zh: '人脸识别设备', en: 'face-recognition installations' },
  'xueliang.key_sites': { kind: 'stock', area: 'A3', zh: '清单内重点部位', en: 'listed key sites' },
  'xueliang.key_sites_covered': { kind: 'stock', area: 'A3', zh: '已覆盖重点部位', en: 'listed key sites with a working point' },
  'xueliang.key_sites_networked': { kind: 'stock', area: 'A3', zh: '已联网重点部位', en: 'listed key sites connected to the platform' },
  'legal_service.communities': { kind: 'stock', area: 'A6', zh: '社区村居', en: 'communities and villages' },
  'legal_service.matters': { kind: 'flow', area: 'A6', zh: '法律服务事项', en: 'legal-service matters' },
  'legal_service.mediations': { kind: 'flow', area: 'A6', zh: '参与调处纠纷', en: 'dispute mediations joined' },
  'legal_service.opinions': { kind: 'flow', area: 'A6', zh: '法律意见', en: 'legal opinions to villages' },
  'legal_service.publicity': { kind: 'flow', area: 'A6', zh: '法治宣传', en: 'legal-publicity events' },
  'political.training_sessions': { kind: 'flow', area: 'A1', zh: '培训场次', en: 'training sessions' },
  'political.drills': { kind: 'flow', area: 'A1', zh: '演练场次', en: 'drills' },
  'petition.received': { kind: 'flow', area: 'A5', zh: '受理信访事项', en: 'petition matters received' },
  'petition.registered_in_time': { kind: 'flow', area: 'A5', zh: '十五日内登记', en: 'petition matters registered within 15 days' },
  'petition.concluded_in_time': { kind: 'flow', area: 'A5', zh: '按期办结', en: 'petition matters concluded in time' },
} as const satisfies Readonly<Record<string, Declared>>;

export type IndicatorKey = keyof typeof indicatorKeys;
export const indicatorKeyNames = Object.keys(indicatorKeys) as [IndicatorKey, ...IndicatorKey[]];
/** Areas of which this system holds counts and nothing else. */
export const isCountOnly = (key: IndicatorKey): boolean => ['A1', 'A5'].includes(indicatorKeys[key].area);
