export default async function () {
  await globalThis.__CASETRAIL_POSTGRES__?.stop();
}
