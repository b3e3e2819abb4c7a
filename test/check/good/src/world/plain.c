#include "world/plain.h"

int plain;
