/** Stands for the shop's own web server, in the agent's answers. */
export const SHOP_FILES = "https://files.lumen.example/";

/** Where the page has them. */
export const SHOP_PATH = "/local/shop/";
