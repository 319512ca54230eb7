/** The tour of the window on the simulator. */
@NullMarked
package dev.parley.ui.tour;

import org.jspecify.annotations.NullMarked;
