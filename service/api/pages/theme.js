// Shows the page light or dark as its reader chose it last, before anything is drawn.
"use strict";

const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
