"""The sizes of Azure's virtual machines, by series: data without code.

Sources: the sizes that Azure lists for its regions (``az vm list-skus``), and the retired sizes of
https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list.
"""

from __future__ import annotations

from datetime import date

SERIES = """
Basic_A# 0 1 2 3 4; A# 0 1 2 3 4 5 6 7 8 9 10 11; A#_v2 1 2 4 8; A#m_v2 2 4 8; B#als_v2 2 4 8 16 32
B#as_v2 2 4 8 16 32; B#ats_v2 2; B#ls 1; B#ls_v2 2 4 8 16 32; B#ms 1 2 4 8 12 16 20; B#pls_v2 2 4 8 16
B#ps_v2 2 4 8 16; B#pts_v2 2; B#s 1 2; B#s_v2 2 4 8 16 32; B#ts_v2 2; D# 1 2 3 4 11 12 13 14
D#_v2 1 2 3 4 5 11 12 13 14 15; D#_v2_Promo 2 3 4 5 11 12 13 14; D#_v3 2 4 8 16 32 48 64; D#_v4 2 4 8 16 32 48 64
D#_v5 2 4 8 16 32 48 64 96; D#a_v4 2 4 8 16 32 48 64 96; D#ads_v5 2 4 8 16 32 48 64 96; D#ads_v6 2 4 8 16 32 48 64 96
D#ads_v7 2 4 8 16 32 48 64 96 128 160; D#alds_v6 2 4 8 16 32 48 64 96; D#alds_v7 2 4 8 16 32 48 64 96 128 160
D#als_v6 2 4 8 16 32 48 64 96; D#als_v7 2 4 8 16 32 48 64 96 128 160; D#as_v4 2 4 8 16 32 48 64 96
D#as_v5 2 4 8 16 32 48 64 96; D#as_v6 2 4 8 16 32 48 64 96; D#as_v7 2 4 8 16 32 48 64 96 128 160
D#d_v4 2 4 8 16 32 48 64; D#d_v5 2 4 8 16 32 48 64 96; D#ds_v4 2 4 8 16 32 48 64; D#ds_v5 2 4 8 16 32 48 64 96
D#ds_v6 2 4 8 16 32 48 64 96 128 192; D#lds_v5 2 4 8 16 32 48 64 96; D#lds_v6 2 4 8 16 32 48 64 96 128
D#ls_v5 2 4 8 16 32 48 64 96; D#ls_v6 2 4 8 16 32 48 64 96 128; D#pds_v5 2 4 8 16 32 48 64
D#pds_v6 2 4 8 16 32 48 64 96; D#plds_v5 2 4 8 16 32 48 64; D#plds_v6 2 4 8 16 32 48 64 96; D#pls_v5 2 4 8 16 32 48 64
D#pls_v6 2 4 8 16 32 48 64 96; D#ps_v5 2 4 8 16 32 48 64; D#ps_v6 2 4 8 16 32 48 64 96; D#s_v3 2 4 8 16 32 48 64
D#s_v4 2 4 8 16 32 48 64; D#s_v5 2 4 8 16 32 48 64 96; D#s_v6 2 4 8 16 32 48 64 96 128 192; DC#_v2 8
DC#ads_cc_v5 4 8 16 32 48 64 96; DC#ads_v5 2 4 8 16 32 48 64 96; DC#ads_v6 2 4 8 16 32 48 64 96
DC#as_cc_v5 4 8 16 32 48 64 96; DC#as_v5 2 4 8 16 32 48 64 96; DC#as_v6 2 4 8 16 32 48 64 96
DC#ds_v3 1 2 4 8 16 24 32 48; DC#eds_v5 2 4 8 16 32 48 64 96; DC#eds_v6 2 4 8 16 32 48 64 96 128
DC#es_v5 2 4 8 16 32 48 64 96; DC#es_v6 2 4 8 16 32 48 64 96 128; DC#s 2 4 8; DC#s_v2 1 2 4
DC#s_v3 1 2 4 8 16 24 32 48; DS# 1 2 3 4 11 12 13 14
DS#_v2 1 2 3 4 5 11 11-1 12 12-1 12-2 13 13-2 13-4 14 14-4 14-8 15; DS#_v2_Promo 2 3 4 5 11 12 13 14
E#_v3 2 4 8 16 20 32 48 64; E#_v4 2 4 8 16 20 32 48 64; E#_v5 2 4 8 16 20 32 48 64 96; E#a_v4 2 4 8 16 20 32 48 64 96
E#ads_v5 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48
E#ads_v6 2 4 8 16 20 32 48 64 96 96-24 96-48
E#ads_v7 2 4 4-2 8 8-2 8-4 16 16-4 16-8 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48 128 128-32 128-64 160
E#as_v4 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48
E#as_v5 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48
E#as_v6 2 4 8 16 20 32 48 64 96
E#as_v7 2 4 4-2 8 8-2 8-4 16 16-4 16-8 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48 128 128-32 128-64 160
E#bds_v5 2 4 8 16 32 48 64 96; E#bs_v5 2 4 8 16 32 48 64 96; E#d_v4 2 4 8 16 20 32 48 64
E#d_v5 2 4 8 16 20 32 48 64 96; E#ds_v4 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32
E#ds_v5 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48
E#ds_v6 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48 128 128-32 128-64; E#i_v3 64
E#i_v5 104; E#iads_v5 112; E#ias_v4 96; E#ias_v5 112; E#ibds_v5 112; E#ibs_v5 112; E#id_v5 104; E#ids_v4 80
E#ids_v5 104; E#ids_v6 192; E#is_v3 64; E#is_v4 80; E#is_v5 104; E#is_v6 192; E#pds_v5 2 4 8 16 20 32
E#pds_v6 2 4 8 16 32 48 64 96; E#ps_v5 2 4 8 16 20 32; E#ps_v6 2 4 8 16 32 48 64 96
E#s_v3 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32
E#s_v4 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32
E#s_v5 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48
E#s_v6 2 4 4-2 8 8-2 8-4 16 16-4 16-8 20 32 32-8 32-16 48 64 64-16 64-32 96 96-24 96-48 128 128-32 128-64
EC#ads_cc_v5 4 8 16 20 32 48 64 96; EC#ads_v5 2 4 8 16 20 32 48 64 96; EC#ads_v6 2 4 8 16 32 48 64 96
EC#as_cc_v5 4 8 16 20 32 48 64 96; EC#as_v5 2 4 8 16 20 32 48 64 96; EC#as_v6 2 4 8 16 32 48 64 96
EC#eds_v5 2 4 8 16 32 48 64 128; EC#eds_v6 2 4 8 16 32 48 64; EC#es_v5 2 4 8 16 32 48 64 128
EC#es_v6 2 4 8 16 32 48 64; EC#iads_v5 96; EC#ias_v5 96; EC#ieds_v5 128; EC#ies_v5 128; F# 1 2 4 8 16
F#ads_v7 1 2 4 8 16 32 48 64 80; F#alds_v7 1 2 4 8 16 32 48 64 80; F#als_v6 2 4 8 16 32 48 64
F#als_v7 1 2 4 8 16 32 48 64 80; F#amds_v7 1 2 2-1 4 4-1 4-2 8 8-2 8-4 16 16-4 16-8 32 32-8 32-16 48 64 64-16 64-32 80
F#ams_v6 2 4 8 16 32 48 64; F#ams_v7 1 2 2-1 4 4-1 4-2 8 8-2 8-4 16 16-4 16-8 32 32-8 32-16 48 64 64-16 64-32 80
F#as_v6 2 4 8 16 32 48 64; F#as_v7 1 2 4 8 16 32 48 64 80; F#s 1 2 4 8 16; F#s_v2 2 4 8 16 32 48 64 72
FX#mds 4 12 24 36 48
FX#mds_v2 2 4 4-2 8 8-2 8-4 12 12-6 16 16-4 16-8 24 24-6 24-12 32 32-8 32-16 48 48-12 48-24 64 64-16 64-32 96 96-24 96-48
FX#ms_v2 2 4 4-2 8 8-2 8-4 12 12-6 16 16-4 16-8 24 24-6 24-12 32 32-8 32-16 48 48-12 48-24 64 64-16 64-32 96 96-24 96-48
G# 1 2 3 4 5; GS# 1 2 3 4 4-4 4-8 5 5-8 5-16; H# 8 16; H#_Promo 8 16; H#m 8 16; H#m_Promo 8 16; H#mr 16; H#mr_Promo 16
H#r 16; H#r_Promo 16; HB#rs 60 60-15 60-30 60-45; HB#rs_v2 120 120-16 120-32 120-64 120-96
HB#rs_v3 120 120-16 120-32 120-64 120-96; HB#rs_v4 176 176-24 176-48 176-96 176-144
HB#rs_v5 368 368-48 368-96 368-144 368-192 368-240 368-288 368-336; HB#s_v4 176 176-24 176-48 176-96 176-144
HC#rs 44 44-16 44-32; HX#rs 176 176-24 176-48 176-96 176-144; HX#s 176 176-24 176-48 176-96 176-144
L#aos_v4 2 4 8 12 16 24 32; L#as_v3 8 16 32 48 64 80; L#as_v4 2 4 8 16 32 48 64 80 96; L#s 4 8 16 32
L#s_v2 8 16 32 48 64 80; L#s_v3 8 16 32 48 64 80; L#s_v4 2 4 8 16 32 48 64 80 96; M# 64 128; M#bds_1_v3 64 64-32
M#bds_2_v3 96 96-48; M#bds_3_v3 128 128-64; M#bds_4_v3 176 176-88; M#bds_v3 16 32 48 64 96 128 128-64 176 176-88
M#bs_v3 16 32 48 64 96 128 128-64 176 176-88 416; M#dms_v2 32 64 128; M#ds_12_v3 624 832; M#ds_1_v3 48 96
M#ds_2_v3 96; M#ds_3_v3 176; M#ds_4_v3 176; M#ds_6_v3 416; M#ds_8_v3 416; M#ds_v2 64 128; M#ds_v3 12 24; M#idms_v2 192
M#ids_16_v3 832; M#ids_v2 192; M#ims_v2 192; M#is_16_v3 832; M#is_v2 192; M#ls 32 64; M#m 64 128
M#ms 8 8-2 8-4 16 16-4 16-8 32 32-8 32-16 64 64-16 64-32 128 128-32 128-64; M#ms_v2 32 64 128 208 416 416-208
M#s 64 128; M#s_10_v2 416; M#s_12_v3 624 832; M#s_1_v3 48 96; M#s_2_v3 96; M#s_3_v3 176; M#s_4_v3 176; M#s_6_v3 416
M#s_8_v2 416; M#s_8_v3 416; M#s_9_v2 416; M#s_v2 64 128 208 416 416-208; M#s_v3 12 24; M#ts 32; NC# 6 12 24
NC#_Promo 6 12 24; NC#_v3 6 12 24; NC#adis_H100_v5 80; NC#ads_A100_v4 24 48 96; NC#ads_A10_v4 8 16 32
NC#ads_H100_v5 40; NC#as_T4_v3 4 8 16 64; NC#r 24; NC#r_Promo 24; NC#rs_v2 24; NC#rs_v3 24; NC#s_v2 6 12 24
NC#s_v3 6 12 24; NCC#ads_H100_v5 40; ND#amsr_A100_v4 96; ND#asr_v4 96; ND#is_MI300X_v5 96; ND#isr_GB300_v6 128
ND#isr_H100_v5 96; ND#isr_H200_v5 96; ND#isr_MI300X_v5 96; ND#rs 24; ND#rs_v2 40; ND#s 6 12 24; ND#s_v3 40
NG#adms_V620_v1 32; NG#ads_V620_v1 8 16 32; NP#s 10 20 40; NV# 6 12 24; NV#_Promo 6 12 24; NV#adms_A10_v5 20 30 36
NV#adms_V710_v5 28; NV#ads_A10_v5 4 6 10 12 18 20 30 36 40 72; NV#ads_V710_v5 4 8 12 24 28; NV#as_v4 4 8 16 32
NV#s_v2 6 12 24; NV#s_v3 12 24 48
"""
"""Each series, with ``#`` in place of the number, and its numbers. ``8-4`` is a size with constrained cores: ``E8-4s_v5``.

Without a prefix, a name begins with ``Standard_``.
"""

CORES = {
    "Basic_A#": {0: 1, 1: 1, 2: 2, 3: 4, 4: 8},
    "A#": {0: 1, 1: 1, 2: 2, 3: 4, 4: 8, 5: 2, 6: 4, 7: 8, 8: 8, 9: 16, 10: 8, 11: 16},
    "D#": {1: 1, 2: 2, 3: 4, 4: 8, 11: 2, 12: 4, 13: 8, 14: 16},
    "D#_v2": {1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 11: 2, 12: 4, 13: 8, 14: 16, 15: 20},
    "G#": {1: 2, 2: 4, 3: 8, 4: 16, 5: 32},
}
"""The numbers of cores of the series in whose names the number is something else. The premium forms (``DS#``) have the same."""

CLOUD_SERVICE_SIZES = frozenset(("extrasmall", "small", "medium", "large", "extralarge"))
"""The sizes of Azure Cloud Services that have a name of their own; the others are ``A5`` and the like, without a prefix.

Source: https://learn.microsoft.com/azure/cloud-services/cloud-services-sizes-specs.
"""

RETIRED = {
    date(2021, 3, 1): "A# 8-11",
    date(2022, 8, 31): "H# H#m H#mr H#r H#_Promo H#m_Promo H#mr_Promo H#r_Promo",
    date(2023, 9, 6): "NC# NC#r NC#_Promo NC#r_Promo NC#s_v2 NC#rs_v2 ND#s ND#rs NV# NV#_Promo NV#s_v2",
    date(2024, 8, 31): "Basic_A# A# HB#rs",
    date(2025, 9, 30): "NC#_v3 NC#s_v3 NC#rs_v3",
    date(2026, 9, 30): "NV#s_v3 NV#as_v4",
    date(2027, 3, 31): "M#idms_v2 M#ids_v2 M#ims_v2 M#is_v2",
    date(2028, 5, 1): "D# D#_v2 D#_v2_Promo DS# DS#_v2 DS#_v2_Promo L#s",
    date(2028, 11, 15): "A#_v2 A#m_v2 B#ls B#ms B#s F# F#s F#s_v2 G# GS# L#s_v2",
}
"""The dates at which Azure retires series. ``8-11`` after a series means only these numbers of it.

Sources: the list of retired sizes, and the guides that it links to; Azure/Batch#87 for ``A8`` to ``A11``.
"""

UNSUPPORTED = "Basic_A0 A0 E64is_v3 B#als_v2 B#as_v2 B#ats_v2 B#ls B#ls_v2 B#ms B#pls_v2 B#ps_v2 B#pts_v2 B#s B#s_v2 B#ts_v2"
"""The series and sizes that Batch doesn't support. Source: https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes."""
