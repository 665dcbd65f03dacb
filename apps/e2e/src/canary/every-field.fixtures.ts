/**
 * Three days in which every verb that carries a person's words or data is spoken. What people are called and say occurs nowhere else. Nobody corrects
 * an order by habit: an officer does it by hand.
 */
export const EVERY_FIELD_STORY = `
interlock: scenario/1
name: every-field
title: { zh: 每个字段, en: Every field }
startsAt: '2021-03-10T08:30:00+08:00'
habits: { corrects: never }
people:
  zhao: { name: 金丝雀赵一, idNumber: '330782199104302047', phone: '13905797001', group: women }
  qian: { name: 金丝雀钱二, idNumber: '330703198409121319', phone: '13905797002', group: women }
  sun: { name: 金丝雀孙三, idNumber: '330702197701023037', phone: '13905797003', group: women }
accounts:
  zhao-home: { bank: bank-industry, holder: 金丝雀赵一的户名, number: '6222021208000881043', yuan: 96000 }
  qian-home: { bank: bank-postal, holder: 金丝雀钱二的户名, number: '6217993380000661040', yuan: 90000 }
  m1: { bank: bank-construction, holder: 金丝雀骡甲, number: '6217001560000441044', yuan: 0 }
  m2: { bank: bank-agriculture, holder: 金丝雀骡乙, number: '6228480380000771044', yuan: 1000 }
  m3: { bank: bank-overseas, holder: 金丝雀骡丙, number: '6216611200005561041', yuan: 0 }
  m4: { bank: bank-rural, holder: 金丝雀骡丁, number: '6228483800007711047', yuan: 10 }
lines:
  caller: { number: '17005797004', operator: operator-mobile }
steps:
  - { at: '+1m', warn: { key: w1, level: high, source: call, subject: sun, scam: T02 } }
  - { at: '+2m', pay: { from: zhao-home, to: m1, yuan: 50000, by: zhao } }
  - { at: '+3m', pay: { from: zhao-home, to: m3, yuan: 3000, by: zhao } }
  - { at: '+4m', pay: { from: qian-home, to: m4, yuan: 100, by: qian } }
  - { at: '+5m', pay: { from: qian-home, to: m4, yuan: 200, by: qian } }
  - { at: '+6m', pay: { from: qian-home, to: m4, yuan: 300, by: qian } }
  - { at: '+7m', move: { from: m1, to: m2, yuan: 20000 } }
  - at: '+10m'
    report:
      { by: zhao, how: phone, scam: T02, payments: [1, 2], files: 30m, freezes: 10m, says: { m3: { holder: 金丝雀骡丙错, number: '6216621200005571048' } } }
  - { at: '+11m', report: { by: qian, how: phone, scam: T03, payments: [3] } }
  - { at: '+12m', report: { by: qian, how: phone, scam: T03, payments: [4] } }
  - { at: '+13m', report: { by: qian, how: phone, scam: T03, payments: [5] } }
  - { at: '+20m', suspendLine: { line: caller, grade: shut } }
  - { at: '+21m', reverify: { line: sun, result: asked } }
  - { at: '+22m', reverify: { line: sun, result: passed } }
  - { at: '+3h', bankHold: { account: m2, reason: 金丝雀银行管控的理由 } }
  - { at: '+3h1m', release: { account: m4, reason: 金丝雀民警解除的理由 } }
  - { at: '+4h', refuseFiling: { report: 2, reason: 金丝雀不予立案的理由 } }
  - { at: '+4h1m', withdraw: { report: 3, reason: 金丝雀撤案的理由 } }
  - { at: '+4h2m', close: { report: 4, reason: 金丝雀结案的理由 } }
  - { at: '+60h', tick: {} }
`;
