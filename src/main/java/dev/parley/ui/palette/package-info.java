/** Every command of the window by name and key, and the palette that finds them. */
@NullMarked
package dev.parley.ui.palette;

import org.jspecify.annotations.NullMarked;
