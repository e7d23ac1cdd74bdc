/** Oldest first. Indexes hold sets of SIDs without an order of their own. */
export function byCreation(a: { readonly ordinal: number }, b: { readonly ordinal: number }): number {
  return a.ordinal - b.ordinal;
}
