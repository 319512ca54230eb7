/**
 * What in a build of mbedTLS cannot work, by its configuration and by what a server sent.
 */
@NullMarked
package dev.parley.ui.audit;

import org.jspecify.annotations.NullMarked;
