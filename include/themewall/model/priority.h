#ifndef THEMEWALL_MODEL_PRIORITY_H
#define THEMEWALL_MODEL_PRIORITY_H

#include <stddef.h>

/*
 * Scores that order recommendations and nothing more: print the parts beside each. People are
 * counted, never typed.
 */

/* impact 1-5 × severity 0-4 × ease 1-5 × people heard of people asked; 0 when nobody was asked. */
double priority_score(double impact, double severity, double ease, size_t people, size_t of);
/* reach × impact × confidence (0-1) / effort; effort > 0. */
double priority_rice(double reach, double impact, double confidence, double effort);
/* impact × confidence × ease, 1-10 each. */
double priority_ice(double impact, double confidence, double ease);

#endif
