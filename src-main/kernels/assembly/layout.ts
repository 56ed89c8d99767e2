// Where the kernels keep what is theirs: in the first 64 KiB of the memory, below the data of the caller.

/** 256 words of 4 bytes. */
export const gearAddress: usize = 4096;
/** One block of each lane, word by word: 16 words of lanes 0 to 3, then 16 words of lanes 4 to 7. */
export const wordsAddress: usize = 8192;
/** 64 constants of MD5, each four times side by side. */
export const constantsAddress: usize = 12288;
