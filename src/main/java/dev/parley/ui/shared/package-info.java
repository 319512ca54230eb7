/**
 * What every panel uses: theme, the door to the JavaFX thread, selection, time.
 */
@NullMarked
package dev.parley.ui.shared;

import org.jspecify.annotations.NullMarked;
