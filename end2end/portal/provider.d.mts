/** See provider.mjs. */
export const CLIENT: { readonly id: string; readonly secret: string };
export const SIRET: string;
export function startProvider(returns: string[]): Promise<{ issuer: string; stop(): void }>;
