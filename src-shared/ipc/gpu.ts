/** Channels between the main process and the hidden page of the graphics unit. */

export const GPU_CALL_CHANNEL = 'gpu.call';
export const GPU_MESSAGE_CHANNEL = 'gpu.message';
