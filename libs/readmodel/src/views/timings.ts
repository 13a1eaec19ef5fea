export const timings = new Map<string, number>();
export async function timed<T>(name: string, work: () => Promise<T>): Promise<T> { const s = performance.now(); try { return await work(); } finally { timings.set(name, (timings.get(name) ?? 0) + performance.now() - s); } }
